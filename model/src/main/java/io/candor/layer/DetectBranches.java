package io.candor.layer;

import io.candor.layer.Conv.Activation;
import io.candor.layer.Conv.Window;
import io.candor.tensor.Kernel;
import io.candor.tensor.Ops;
import io.candor.tensor.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Per level a box branch and a class branch: one complete answer. */
final class DetectBranches {

    private final List<Branch> boxes = new ArrayList<>();
    private final List<Branch> scores = new ArrayList<>();

    /**
     * @param prefix of the branches' names
     * @param levels channels of the inputs, finest level first
     */
    DetectBranches(Registry registry, String prefix, int classes, List<Integer> levels, ClassBranch kind) {
        int boxWidth = Math.max(16, Math.max(levels.get(0) / 4, Detect.BOX_CHANNELS));
        int classWidth = Math.max(levels.get(0), Math.min(classes, 100));
        declare(
                boxes,
                registry.under(prefix + "cv2"),
                levels,
                part -> Branch.full(part, boxWidth, Detect.BOX_CHANNELS));
        declare(
                scores,
                registry.under(prefix + "cv3"),
                levels,
                part -> kind == ClassBranch.PLAIN
                        ? Branch.full(part, classWidth, classes)
                        : Branch.light(part, classWidth, classes));
    }

    /** Where a branch is declared, and the channels of its input. */
    record Part(Registry registry, int in) {}

    private static void declare(
            List<Branch> branches, Registry registry, List<Integer> levels, Function<Part, Branch> build) {
        for (int level = 0; level < levels.size(); level++) {
            branches.add(build.apply(new Part(registry.under(level), levels.get(level))));
        }
    }

    /** Per level (B, {@value Detect#BOX_CHANNELS} + K, h, w). */
    <T> List<T> forward(Ops<T> ops, List<T> levels) {
        List<T> maps = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            T box = boxes.get(i).forward(ops, levels.get(i));
            T score = scores.get(i).forward(ops, levels.get(i));
            maps.add(ops.concat(List.of(box, score)));
        }
        return maps;
    }

    int levels() {
        return boxes.size();
    }

    List<Weight> boxBiases() {
        return boxes.stream().map(branch -> branch.last.bias().orElseThrow()).toList();
    }

    List<Weight> classBiases() {
        return scores.stream().map(branch -> branch.last.bias().orElseThrow()).toList();
    }

    Weight classWeight() {
        return scores.get(0).last.weight();
    }

    /** Convolutions and a pointwise one with bias. */
    static final class Branch {

        private final List<Conv> convolutions;
        private final Kernel last;

        private Branch(List<Conv> convolutions, Kernel last) {
            this.convolutions = convolutions;
            this.last = last;
        }

        /** Two 3 x 3 convolutions. */
        static Branch full(Part part, int width, int out) {
            return new Branch(
                    List.of(
                            new Conv(part.registry.under(0), part.in, width, Window.NEIGHBOURS),
                            new Conv(part.registry.under(1), width, width, Window.NEIGHBOURS)),
                    part.registry.under(2).pointwise(width, out));
        }

        /** Twice a depthwise 3 x 3 convolution and a pointwise one. */
        static Branch light(Part part, int width, int out) {
            Registry registry = part.registry;
            return new Branch(
                    List.of(
                            neighbours(registry.under(0).under(0), part.in),
                            new Conv(registry.under(0).under(1), part.in, width, Window.POINT),
                            neighbours(registry.under(1).under(0), width),
                            new Conv(registry.under(1).under(1), width, width, Window.POINT)),
                    registry.under(2).pointwise(width, out));
        }

        private static Conv neighbours(Registry registry, int channels) {
            return Conv.depthwise(registry, channels, Window.NEIGHBOURS, Activation.SILU);
        }

        <T> T forward(Ops<T> ops, T x) {
            T y = x;
            for (Conv convolution : convolutions) {
                y = convolution.forward(ops, y);
            }
            return ops.convolve(y, last);
        }
    }
}
