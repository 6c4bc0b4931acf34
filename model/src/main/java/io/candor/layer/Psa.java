package io.candor.layer;

import io.candor.layer.Conv.Window;
import io.candor.tensor.Ops;
import java.util.ArrayList;
import java.util.List;

/** Partial self-attention (Wang et al., YOLOv10, 2024): half of the channels go through attention, half around it. */
public final class Psa implements Layer {

    private final Conv cv1;
    private final Conv cv2;
    private final List<AttentionBlock> blocks = new ArrayList<>();
    private final String name;

    private Psa(Registry registry, int channels, String name) {
        cv1 = new Conv(registry.under("cv1"), channels, channels, Window.POINT);
        cv2 = new Conv(registry.under("cv2"), channels, channels, Window.POINT);
        this.name = name;
    }

    /** One block, as in YOLOv10: its weights have no prefix of their own. */
    public static Psa single(Registry registry, int channels) {
        Psa psa = new Psa(registry, channels, "PSA");
        psa.blocks.add(new AttentionBlock(registry, channels / 2));
        return psa;
    }

    /** A chain of blocks, as in YOLO11: C2PSA. */
    public static Psa chain(Registry registry, int channels, int times) {
        Psa psa = new Psa(registry, channels, "C2PSA");
        for (int i = 0; i < times; i++) {
            psa.blocks.add(new AttentionBlock(registry.under("m").under(i), channels / 2));
        }
        return psa;
    }

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        List<T> halves = ops.split(cv1.forward(ops, x), 2);
        T attended = halves.get(1);
        for (AttentionBlock block : blocks) {
            attended = block.forward(ops, attended);
        }
        return cv2.forward(ops, ops.concat(List.of(halves.get(0), attended)));
    }

    @Override
    public int channels() {
        return cv2.channels();
    }

    @Override
    public String describe() {
        return "%s %d x%d".formatted(name, channels(), blocks.size());
    }
}
