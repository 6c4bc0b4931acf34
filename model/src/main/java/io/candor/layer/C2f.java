package io.candor.layer;

import io.candor.layer.Conv.Window;
import io.candor.tensor.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cross-stage block: split in two, chain bottlenecks on the second half, concatenate every stage. */
public final class C2f implements Layer {

    private final Conv cv1;
    private final Conv cv2;
    private final List<Bottleneck> bottlenecks = new ArrayList<>();
    private final Shortcut shortcut;

    /**
     * @param out output channels, even; every stage has half of them
     * @param repeats number of bottlenecks
     */
    public C2f(Registry registry, int in, int out, Repeats repeats) {
        int stage = out / 2;
        shortcut = repeats.shortcut();
        cv1 = new Conv(registry.under("cv1"), in, 2 * stage, Window.POINT);
        cv2 = new Conv(registry.under("cv2"), (2 + repeats.times()) * stage, out, Window.POINT);
        for (int i = 0; i < repeats.times(); i++) {
            bottlenecks.add(new Bottleneck(registry.under("m").under(i), stage, shortcut));
        }
    }

    /** How many bottlenecks of which kind. */
    public record Repeats(int times, Shortcut shortcut) {}

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        List<T> stages = new ArrayList<>(ops.split(cv1.forward(ops, x), 2));
        for (Bottleneck bottleneck : bottlenecks) {
            stages.add(bottleneck.forward(ops, stages.get(stages.size() - 1)));
        }
        return cv2.forward(ops, ops.concat(stages));
    }

    @Override
    public int channels() {
        return cv2.channels();
    }

    @Override
    public String describe() {
        return "C2f %d x%d %s"
                .formatted(channels(), bottlenecks.size(), shortcut.name().toLowerCase(Locale.ROOT));
    }
}
