package io.candor.data.load;

import io.candor.data.Batch;
import io.candor.data.Sample;
import io.candor.data.augment.Augmentation;
import io.candor.data.augment.AugmentationRecipe;
import io.candor.data.augment.Chance;
import io.candor.data.augment.Scene;
import java.util.Optional;

/**
 * One pass over all samples: any batch of it, in any order, on any thread, always with the same bytes.
 *
 * @param number of the epoch, from 0
 * @param order sample indices by position
 */
@SuppressWarnings("ArrayRecordComponent") // an epoch is used once and never compared
record Epoch(int number, int[] order, Scenes scenes, LoaderOptions options, AugmentationRecipe recipe) implements Pass {

    /** Stands for the order itself where numbers are drawn per sample. */
    private static final long ORDER = -1;

    /** The sample indices in the order of an epoch. */
    static int[] order(int samples, int epoch, LoaderOptions options) {
        int[] order = java.util.stream.IntStream.range(0, samples).toArray();
        if (options.order() == Order.SHUFFLED) {
            Chance chance = Chance.of(options.seed(), epoch, ORDER);
            for (int last = samples - 1; last > 0; last--) {
                int chosen = chance.below(last + 1);
                int moved = order[last];
                order[last] = order[chosen];
                order[chosen] = moved;
            }
        }
        return order;
    }

    @Override
    public int batches() {
        return options.batches(order.length);
    }

    @Override
    public Optional<Batch> batch(int index) {
        int first = index * options.batch();
        int end = Math.min(first + options.batch(), order.length);
        BatchBuilder builder = new BatchBuilder(options.imageSize(), end - first, options.masks());
        for (int position = first; position < end; position++) {
            add(position, builder);
        }
        return builder.build();
    }

    private void add(int position, BatchBuilder builder) {
        if (options.order() == Order.SEQUENTIAL) {
            scenes.scene(order[position]).ifPresent(scene -> add(position, scene, builder));
        } else {
            int readable = scenes.firstReadable(order, position);
            add(readable, scenes.scene(order[readable]).orElseThrow(), builder);
        }
    }

    private void add(int position, Scene scene, BatchBuilder builder) {
        Sample sample = scenes.sample(order[position]);
        if (scenes.scaling() == Scenes.Scaling.LETTERBOX) {
            builder.add(sample.image(), scene);
            return;
        }
        Chance chance = Chance.of(options.seed(), number, order[position]);
        Scene augmented = new Augmentation(recipe, options.imageSize()).apply(new Pool(this, position, scene), chance);
        builder.add(sample.image(), augmented);
    }

    /** What the sample at a position is made from. */
    private record Pool(Epoch epoch, int position, Scene own) implements Augmentation.Source {
        @Override
        public Scene companion(Chance chance) {
            int samples = epoch.order.length;
            int wanted = Companions.choose(position, samples, epoch.options.batch(), chance);
            int chosen = epoch.scenes.firstReadable(epoch.order, wanted);
            return epoch.scenes.scene(epoch.order[chosen]).orElseThrow();
        }
    }
}
