package io.candor.network;

import static io.candor.layer.C2f.Inner.BOTTLENECK;
import static io.candor.layer.C2f.Inner.C3K;

import io.candor.layer.C2f;
import io.candor.layer.ClassBranch;

/** YOLO11 (2024): detection and segmentation. */
public final class Yolo11 {

    /** Name of the family in weight files. */
    public static final String NAME = "yolo11";

    private static final double HALF = 0.5;
    private static final double QUARTER = 0.25;

    private Yolo11() {}

    private static Proportions proportions(Scale scale) {
        return switch (scale) {
            case N -> new Proportions(0.50, 0.25, 1024);
            case S -> new Proportions(0.50, 0.50, 1024);
            case M -> new Proportions(0.50, 1.00, 512);
            case L -> new Proportions(1.00, 1.00, 512);
            case X -> new Proportions(1.00, 1.50, 512);
            case B -> throw new IllegalArgumentException("YOLO11 has no scale B");
        };
    }

    /** The detector. */
    public static Definition definition(Scale scale, int classes) {
        var net = new Rows(NAME + scale.letter(), proportions(scale));
        return net.detect(classes, ClassBranch.LIGHT, body(net, scale)); // 23
    }

    /** The detector that outlines what it finds. */
    public static Definition segmenter(Scale scale, int classes) {
        var net = new Rows(NAME + scale.letter() + "-seg", proportions(scale));
        return net.segment(classes, ClassBranch.LIGHT, body(net, scale)); // 23
    }

    /** One statement per row of the published table; the row number is the weight-file prefix. */
    private static Row[] body(Rows net, Scale scale) {
        C2f.Inner inner = scale == Scale.N || scale == Scale.S ? BOTTLENECK : C3K;

        // backbone                                    row  level
        net.conv(64, 3, 2); //                           0  P1/2
        net.conv(128, 3, 2); //                          1  P2/4
        net.c3k2(256, 2, QUARTER, inner); //             2
        net.conv(256, 3, 2); //                          3  P3/8
        var c3 = net.c3k2(512, 2, QUARTER, inner); //    4
        net.conv(512, 3, 2); //                          5  P4/16
        var c4 = net.c3k2(512, 2, HALF, C3K); //         6
        net.conv(1024, 3, 2); //                         7  P5/32
        net.c3k2(1024, 2, HALF, C3K); //                 8
        net.sppf(1024, 5); //                            9
        var c5 = net.c2psa(2); //                       10

        // neck, top down
        net.upsample(2); //                             11
        net.concat(c4); //                              12
        var n4 = net.c3k2(512, 2, HALF, inner); //      13
        net.upsample(2); //                             14
        net.concat(c3); //                              15
        var p3 = net.c3k2(256, 2, HALF, inner); //      16  P3/8, small objects

        // neck, bottom up
        net.conv(256, 3, 2); //                         17
        net.concat(n4); //                              18
        var p4 = net.c3k2(512, 2, HALF, inner); //      19  P4/16, medium objects
        net.conv(512, 3, 2); //                         20
        net.concat(c5); //                              21
        var p5 = net.c3k2(1024, 2, HALF, C3K); //       22  P5/32, large objects

        return new Row[] {p3, p4, p5};
    }
}
