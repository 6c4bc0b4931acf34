package io.candor.network;

import static io.candor.layer.InvertedBlock.Centre.LARGE;
import static io.candor.layer.InvertedBlock.Centre.SMALL;
import static io.candor.layer.Shortcut.PLAIN;
import static io.candor.layer.Shortcut.SHORTCUT;

import io.candor.layer.Shortcut;
import java.util.Set;

/** YOLOv10 (Wang et al., 2024): detection that names every object once, so that nothing need be suppressed. */
public final class YoloV10 {

    /** Name of the family in weight files. */
    public static final String NAME = "yolov10";

    private final Scale scale;
    private final Rows net;

    private YoloV10(Scale scale) {
        this.scale = scale;
        net = new Rows(NAME + scale.letter(), proportions(scale));
    }

    private static Proportions proportions(Scale scale) {
        return switch (scale) {
            case N -> new Proportions(0.33, 0.25, 1024);
            case S -> new Proportions(0.33, 0.50, 1024);
            case M -> new Proportions(0.67, 0.75, 768);
            case B -> new Proportions(0.67, 1.00, 512);
            case L -> new Proportions(1.00, 1.00, 512);
            case X -> new Proportions(1.00, 1.25, 512);
        };
    }

    /** The rows that are compact (C2fCIB) at a scale: the authors replaced those with the most redundant weights. */
    private static Set<Integer> compactRows(Scale scale) {
        return switch (scale) {
            case N -> Set.of(22);
            case S -> Set.of(8, 22);
            case M -> Set.of(8, 19, 22);
            case B, L -> Set.of(8, 13, 19, 22);
            case X -> Set.of(6, 8, 13, 19, 22);
        };
    }

    /** One statement per row of the published table; the row number is the weight-file prefix. */
    public static Definition definition(Scale scale, int classes) {
        return new YoloV10(scale).table(classes);
    }

    private Definition table(int classes) {
        // backbone                                row  level
        net.conv(64, 3, 2); //                       0  P1/2
        net.conv(128, 3, 2); //                      1  P2/4
        net.c2f(128, 3, SHORTCUT); //                2
        net.conv(256, 3, 2); //                      3  P3/8
        var c3 = net.c2f(256, 6, SHORTCUT); //       4
        net.scDown(512, 3, 2); //                    5  P4/16
        var c4 = stage(512, 6, SHORTCUT); //         6
        net.scDown(1024, 3, 2); //                   7  P5/32
        stage(1024, 3, SHORTCUT); //                 8
        net.sppf(1024, 5); //                        9
        var c5 = net.psa(); //                      10

        // neck, top down
        net.upsample(2); //                         11
        net.concat(c4); //                          12
        var n4 = stage(512, 3, PLAIN); //           13
        net.upsample(2); //                         14
        net.concat(c3); //                          15
        var p3 = net.c2f(256, 3, PLAIN); //         16  P3/8, small objects

        // neck, bottom up
        net.conv(256, 3, 2); //                     17
        net.concat(n4); //                          18
        var p4 = stage(512, 3, PLAIN); //           19  P4/16, medium objects
        net.scDown(512, 3, 2); //                   20
        net.concat(c5); //                          21
        var p5 = stage(1024, 3, PLAIN); //          22  P5/32, large objects

        return net.dualDetect(classes, p3, p4, p5); // 23
    }

    /** C2f, or C2fCIB where this scale is compact; its middle convolution is large in the small networks. */
    private Row stage(int channels, int repeats, Shortcut shortcut) {
        if (!compactRows(scale).contains(net.size())) {
            return net.c2f(channels, repeats, shortcut);
        }
        boolean small = scale == Scale.N || scale == Scale.S;
        return net.c2fCib(channels, repeats, small ? LARGE : SMALL);
    }
}
