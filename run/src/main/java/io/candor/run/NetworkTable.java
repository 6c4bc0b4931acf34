package io.candor.run;

import io.candor.network.Catalogue;
import io.candor.network.Classifiers;
import io.candor.network.Definition;
import io.candor.network.Network;
import io.candor.network.Task;
import io.candor.tensor.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Networks of the catalogue with their size, cost and speed here, to choose by. Speed is the median time of
 * inference, batch norms folded, on one image after another in float32 on the processor; reading pictures and
 * suppression are not in it.
 *
 * @param names of the networks, in the catalogue
 * @param imageSize side of the square image for detectors, in pixels
 * @param classes of every network
 */
record NetworkTable(List<String> names, int imageSize, int classes) {

    /** What classifiers are usually given. */
    private static final int CLASSIFIER_SIZE = 224;

    private static final int MOST_RUNS = 15;
    private static final double SECONDS = 1.5;

    String text(RunListener listener) {
        StringBuilder text = new StringBuilder("network       pixels   parameters   GFLOPs       ms    img/s\n");
        for (int i = 0; i < names.size(); i++) {
            text.append(line(definition(names.get(i))));
            listener.progress(new Progress(
                    "measure", i + 1, names.size(), OptionalDouble.empty(), OptionalDouble.empty(), List.of()));
        }
        return text.append("Inference in float32 on the processor, %d threads, one image after another."
                        .formatted(torch.get_num_threads()))
                .toString();
    }

    /** Some classifiers are built for one size of pictures. */
    private Definition definition(String name) {
        return Classifiers.named(name, classes, CLASSIFIER_SIZE)
                .or(() -> Catalogue.definition(name, classes))
                .orElseThrow();
    }

    private String line(Definition definition) {
        int size = definition.task() == Task.CLASSIFY ? CLASSIFIER_SIZE : imageSize;
        double milliseconds = milliseconds(definition, size);
        return String.format(
                Locale.ROOT,
                "%-12s  %6d  %,11d  %7.1f  %7.1f  %7.1f%n",
                definition.name(),
                size,
                definition.parameters(),
                2 * definition.multiplyAdds(size) / 1e9,
                milliseconds,
                1000 / milliseconds);
    }

    private static double milliseconds(Definition definition, int size) {
        try (Network network = new Network(definition).initialise(0);
                Network inference = network.inference();
                Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard()) {
            Tensor image = torch.rand(1, 3, size, size);
            once(inference, image); // warm-up: kernels are chosen, memory is asked for
            double[] times = new double[MOST_RUNS];
            int runs = 0;
            long started = System.nanoTime();
            while (runs < MOST_RUNS && (runs < 3 || System.nanoTime() - started < SECONDS * 1e9)) {
                times[runs++] = once(inference, image);
            }
            Arrays.sort(times, 0, runs);
            return times[runs / 2];
        }
    }

    private static double once(Network network, Tensor image) {
        long started = System.nanoTime();
        try (Scope scope = Scope.open()) {
            network.answer(image).levels();
        }
        return (System.nanoTime() - started) / 1e6;
    }
}
