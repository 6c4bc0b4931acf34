package io.candor.network;

import io.candor.layer.Conv.Window;
import io.candor.layer.ConvRelu;
import io.candor.layer.Linear;
import io.candor.layer.MaxPool;
import io.candor.layer.Mean;
import io.candor.layer.Residual;
import java.util.List;

/** Residual networks (He et al., 2016), with the names of the most widely published weights. */
public final class ResNet {

    private static final List<Integer> WIDTHS = List.of(64, 128, 256, 512);

    private ResNet() {}

    /** The published depths and how many blocks each of the four stages has. */
    public enum Depth {
        D18,
        D34,
        /** With bottlenecks. */
        D50;

        private List<Integer> blocks() {
            return this == D18 ? List.of(2, 2, 2, 2) : List.of(3, 4, 6, 3);
        }

        /** Such as {@code resnet18}. */
        public String network() {
            return "resnet" + name().substring(1);
        }
    }

    /** How a network begins. */
    public enum Stem {
        /** A 7 x 7 convolution and a pooling, both with stride 2: for pictures of some 224 pixels. */
        LARGE,
        /** A 3 x 3 convolution that keeps the size: for pictures of up to {@value Classifiers#SMALL} pixels (CIFAR). */
        SMALL
    }

    /** Such as {@code resnet18}, or {@code resnet18-small}. */
    public static String name(Depth depth, Stem stem) {
        return depth.network() + (stem == Stem.SMALL ? "-small" : "");
    }

    public static Definition definition(Depth depth, Stem stem, int classes) {
        Chain net = new Chain(name(depth, stem));
        if (stem == Stem.LARGE) {
            net.add((registry, in) -> ConvRelu.stem(registry, in, WIDTHS.get(0), new Window(7, 2)));
            net.add((registry, in) -> new MaxPool(in, 3, 2));
        } else {
            net.add((registry, in) -> ConvRelu.stem(registry, in, WIDTHS.get(0), Window.NEIGHBOURS));
        }
        for (int stage = 0; stage < WIDTHS.size(); stage++) {
            int width = WIDTHS.get(stage);
            for (int block = 0; block < depth.blocks().get(stage); block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                net.add(
                        "layer%d.%d".formatted(stage + 1, block),
                        (registry, in) -> depth == Depth.D50
                                ? Residual.bottleneck(registry, in, width, stride)
                                : Residual.basic(registry, in, width, stride));
            }
        }
        net.add((registry, in) -> new Mean(in));
        return net.end("fc", (registry, in) -> new Linear(registry, classes, in));
    }
}
