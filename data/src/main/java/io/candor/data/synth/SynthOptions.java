package io.candor.data.synth;

import io.candor.data.InvalidInput;
import io.candor.data.Split;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Everything that decides what a drawn data set looks like.
 *
 * @param seed the same seed and options give the same bytes on the same JDK
 * @param images how many per split
 * @param size width and height of every image in pixels, 64 to 4096
 * @param trackWidth width of an ordinary track in pixels; defects are about as large, so this is the scale of the task
 * @param classWeights per {@link DefectKind} in its order, relative frequency of that defect
 * @param defects per image
 * @param lookAlikes harmless spots per image
 * @param noise errors in the written labels
 * @param difficulty 0 (large defects, strong contrast, little noise) to 1 (faint, small, dirty)
 * @param format of the image files
 * @param existing what to do with a target folder that already holds something
 * @param workers threads; the result does not depend on it
 * @param labels what is written about a defect
 */
public record SynthOptions(
        long seed,
        Images images,
        int size,
        double trackWidth,
        List<Double> classWeights,
        Range defects,
        Range lookAlikes,
        LabelNoise noise,
        double difficulty,
        Format format,
        Existing existing,
        int workers,
        Labels labels) {

    static final String HELP = "synth-options";

    /** Images per split; 0 leaves the split out. */
    public record Images(int train, int val, int test) {
        public int of(Split split) {
            return switch (split) {
                case TRAIN -> train;
                case VAL -> val;
                case TEST -> test;
            };
        }
    }

    /** File format of the images. */
    public enum Format {
        /** JPEG at quality 0.92: small, and with the artefacts detectors meet in practice. */
        JPG,
        /** Lossless. */
        PNG;

        String suffix() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What is written about a defect. */
    public enum Labels {
        /** A box with a small margin. */
        BOXES,
        /** The outline of the pixels whose copper changed. */
        OUTLINES
    }

    /** What to do with a target folder that already holds something. */
    public enum Existing {
        REFUSE,
        /** Replace a data set that {@code synth} wrote earlier; any other content is still refused. */
        REPLACE
    }

    public SynthOptions {
        classWeights = List.copyOf(classWeights);
        require(
                images.train >= 0 && images.val >= 0 && images.test >= 0 && images.train + images.val + images.test > 0,
                "The image counts are %s; none may be negative and at least one must be positive.",
                images);
        require(size >= 64 && size <= 4096, "The image size is %s; expected 64 to 4096 pixels.", size);
        require(
                trackWidth >= 4 && trackWidth <= size / 8.0,
                "The track width is %s; expected 4 pixels to an eighth of the image size.",
                trackWidth);
        require(
                classWeights.size() == DefectKind.values().length
                        && classWeights.stream().allMatch(w -> w >= 0 && w < 1e9)
                        && classWeights.stream().anyMatch(w -> w > 0),
                "The class weights are %s; expected six numbers from 0 up, not all 0, in the order open short mousebite spur copper pin-hole.",
                classWeights);
        require(defects.isCount(), "Defects per image are %s; expected a range such as 1..4.", defects);
        require(lookAlikes.isCount(), "Look-alikes per image are %s; expected a range such as 0..5.", lookAlikes);
        require(difficulty >= 0 && difficulty <= 1, "The difficulty is %s; expected 0 to 1.", difficulty);
        require(workers >= 1 && workers <= 1024, "There are %s workers; expected at least 1.", workers);
    }

    /** 320-pixel boards, balanced classes, clean labels: 800 for training, 200 for validation, none for test. */
    public static SynthOptions defaults() {
        return new SynthOptions(
                0,
                new Images(800, 200, 0),
                320,
                9,
                balanced(),
                new Range(1, 5),
                new Range(0, 5),
                LabelNoise.none(),
                0.3,
                Format.JPG,
                Existing.REFUSE,
                Runtime.getRuntime().availableProcessors(),
                Labels.BOXES);
    }

    /** Every defect equally frequent. */
    public static List<Double> balanced() {
        return Collections.nCopies(DefectKind.values().length, 1.0);
    }

    /**
     * A long tail: frequencies fall geometrically from the first class to the last, the first being {@code ratio} times
     * as frequent as the last (the exponential profile of Cui et al. 2019).
     */
    public static List<Double> longTail(double ratio) {
        require(ratio >= 1 && ratio <= 1e6, "The imbalance is %s; expected a ratio from 1 (balanced) up.", ratio);
        int last = DefectKind.values().length - 1;
        return IntStream.rangeClosed(0, last)
                .mapToObj(i -> Math.pow(ratio, -i / (double) last))
                .toList();
    }

    public SynthOptions withSeed(long value) {
        return with(copy -> copy.seed = value);
    }

    public SynthOptions withImages(int train, int val, int test) {
        return with(copy -> copy.images = new Images(train, val, test));
    }

    /** Another image size; the tracks keep their width in pixels, so a larger image shows more of the board. */
    public SynthOptions withSize(int value) {
        return with(copy -> copy.size = value);
    }

    public SynthOptions withTrackWidth(double value) {
        return with(copy -> copy.trackWidth = value);
    }

    public SynthOptions withClassWeights(List<Double> value) {
        return with(copy -> copy.classWeights = value);
    }

    public SynthOptions withDefects(int least, int most) {
        return with(copy -> copy.defects = new Range(least, most));
    }

    public SynthOptions withLookAlikes(int least, int most) {
        return with(copy -> copy.lookAlikes = new Range(least, most));
    }

    public SynthOptions withNoise(LabelNoise value) {
        return with(copy -> copy.noise = value);
    }

    public SynthOptions withDifficulty(double value) {
        return with(copy -> copy.difficulty = value);
    }

    public SynthOptions withFormat(Format value) {
        return with(copy -> copy.format = value);
    }

    public SynthOptions withExisting(Existing value) {
        return with(copy -> copy.existing = value);
    }

    public SynthOptions withWorkers(int value) {
        return with(copy -> copy.workers = value);
    }

    public SynthOptions withLabels(Labels value) {
        return with(copy -> copy.labels = value);
    }

    private SynthOptions with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.options();
    }

    private static void require(boolean holds, String message, Object found) {
        if (!holds) {
            throw new InvalidInput(HELP, message.formatted(found));
        }
    }

    /** The same options while one is being changed. */
    private static final class Copy {
        private long seed;
        private Images images;
        private int size;
        private double trackWidth;
        private List<Double> classWeights;
        private Range defects;
        private Range lookAlikes;
        private LabelNoise noise;
        private double difficulty;
        private Format format;
        private Existing existing;
        private int workers;
        private Labels labels;

        Copy(SynthOptions options) {
            seed = options.seed;
            images = options.images;
            size = options.size;
            trackWidth = options.trackWidth;
            classWeights = options.classWeights;
            defects = options.defects;
            lookAlikes = options.lookAlikes;
            noise = options.noise;
            difficulty = options.difficulty;
            format = options.format;
            existing = options.existing;
            workers = options.workers;
            labels = options.labels;
        }

        SynthOptions options() {
            return new SynthOptions(
                    seed,
                    images,
                    size,
                    trackWidth,
                    classWeights,
                    defects,
                    lookAlikes,
                    noise,
                    difficulty,
                    format,
                    existing,
                    workers,
                    labels);
        }
    }
}
