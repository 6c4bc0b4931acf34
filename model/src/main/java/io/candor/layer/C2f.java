package io.candor.layer;

import io.candor.layer.Conv.Window;
import io.candor.tensor.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Cross-stage block: split in two, chain blocks on the second half, concatenate every stage. C2f chains bottlenecks
 * (YOLOv8), C2fCIB compact inverted blocks (YOLOv10), C3k2 narrowing bottlenecks or C3k blocks (YOLO11).
 */
public final class C2f implements Layer {

    private final Conv cv1;
    private final Conv cv2;
    private final List<Layer> blocks = new ArrayList<>();
    private final String name;
    private final String kind;

    private C2f(Registry registry, int in, int out, Stages stages) {
        cv1 = new Conv(registry.under("cv1"), in, 2 * stages.width, Window.POINT);
        cv2 = new Conv(registry.under("cv2"), (2 + stages.times) * stages.width, out, Window.POINT);
        for (int i = 0; i < stages.times; i++) {
            blocks.add(stages.block.apply(registry.under("m").under(i)));
        }
        name = stages.name;
        kind = stages.kind;
    }

    private record Stages(String name, String kind, int width, int times, Function<Registry, Layer> block) {}

    /**
     * With bottlenecks.
     *
     * @param out output channels, even; every stage has half of them
     */
    public C2f(Registry registry, int in, int out, Repeats repeats) {
        this(
                registry,
                in,
                out,
                new Stages(
                        "C2f",
                        repeats.shortcut().name().toLowerCase(Locale.ROOT),
                        out / 2,
                        repeats.times(),
                        part -> new Bottleneck(part, out / 2, repeats.shortcut())));
    }

    /**
     * With compact inverted blocks, every one around a shortcut: C2fCIB (Wang et al., YOLOv10, 2024).
     *
     * @param centre window of the widest convolution
     */
    public static C2f inverted(Registry registry, int in, int out, int times, InvertedBlock.Centre centre) {
        String kind = centre == InvertedBlock.Centre.LARGE ? "k7" : "";
        return new C2f(
                registry,
                in,
                out,
                new Stages("C2fCIB", kind, out / 2, times, part -> new InvertedBlock(part, out / 2, centre)));
    }

    /**
     * With blocks that narrow once more, around shortcuts: C3k2.
     *
     * @param stages of this row of the table
     */
    public static C2f narrowing(Registry registry, int in, int out, Narrowing stages) {
        int width = (int) (out * stages.share());
        return new C2f(
                registry,
                in,
                out,
                new Stages(
                        "C3k2",
                        stages.inner().word,
                        width,
                        stages.times(),
                        part -> stages.inner().build(part, width)));
    }

    /** How many bottlenecks of which kind. */
    public record Repeats(int times, Shortcut shortcut) {}

    /**
     * The stages of a C3k2.
     *
     * @param times number of blocks
     * @param share of the output channels that every stage has
     * @param inner what a stage is
     */
    public record Narrowing(int times, double share, Inner inner) {}

    /** What a stage of a C3k2 is. */
    public enum Inner {
        /** A bottleneck with half the channels between its convolutions. */
        BOTTLENECK(""),
        /** Two bottlenecks on half the channels beside a way around them. */
        C3K("c3k");

        private final String word;

        Inner(String word) {
            this.word = word;
        }

        private Layer build(Registry registry, int width) {
            return this == C3K
                    ? new C3k(registry, width, 2)
                    : new Bottleneck(registry, width, width / 2, Shortcut.SHORTCUT);
        }
    }

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        List<T> stages = new ArrayList<>(ops.split(cv1.forward(ops, x), 2));
        for (Layer block : blocks) {
            stages.add(block.forward(ops, stages.get(stages.size() - 1)));
        }
        return cv2.forward(ops, ops.concat(stages));
    }

    @Override
    public int channels() {
        return cv2.channels();
    }

    @Override
    public String describe() {
        return "%s %d x%d %s".formatted(name, channels(), blocks.size(), kind).strip();
    }
}
