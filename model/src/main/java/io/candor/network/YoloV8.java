package io.candor.network;

import static io.candor.layer.Shortcut.PLAIN;
import static io.candor.layer.Shortcut.SHORTCUT;

import io.candor.layer.ClassBranch;
import io.candor.tensor.Norm;

/** YOLOv8 (2023): detection, segmentation and classification. */
public final class YoloV8 {

    /** Name of the family in weight files. */
    public static final String NAME = "yolov8";

    private YoloV8() {}

    /** An untrained network; its weights are zero until {@link Network#initialise} or a weight file fills them. */
    public static Network of(Scale scale, int classes) {
        return new Network(definition(scale, classes));
    }

    private static Proportions proportions(Scale scale) {
        return switch (scale) {
            case N -> new Proportions(0.33, 0.25, 1024);
            case S -> new Proportions(0.33, 0.50, 1024);
            case M -> new Proportions(0.67, 0.75, 768);
            case L -> new Proportions(1.00, 1.00, 512);
            case X -> new Proportions(1.00, 1.25, 512);
            case B -> throw new IllegalArgumentException("YOLOv8 has no scale B");
        };
    }

    /** The detector. */
    public static Definition definition(Scale scale, int classes) {
        var net = new Rows(NAME + scale.letter(), proportions(scale));
        return net.detect(classes, ClassBranch.PLAIN, body(net)); // 22
    }

    /** The detector that outlines what it finds. */
    public static Definition segmenter(Scale scale, int classes) {
        var net = new Rows(NAME + scale.letter() + "-seg", proportions(scale));
        return net.segment(classes, ClassBranch.PLAIN, body(net)); // 22
    }

    /** One statement per row of the published table; the row number is the weight-file prefix. */
    private static Row[] body(Rows net) {

        // backbone                                row  level
        net.conv(64, 3, 2); //                       0  P1/2
        net.conv(128, 3, 2); //                      1  P2/4
        net.c2f(128, 3, SHORTCUT); //                2
        net.conv(256, 3, 2); //                      3  P3/8
        var c3 = net.c2f(256, 6, SHORTCUT); //       4
        net.conv(512, 3, 2); //                      5  P4/16
        var c4 = net.c2f(512, 6, SHORTCUT); //       6
        net.conv(1024, 3, 2); //                     7  P5/32
        net.c2f(1024, 3, SHORTCUT); //               8
        var c5 = net.sppf(1024, 5); //               9

        // neck, top down
        net.upsample(2); //                         10
        net.concat(c4); //                          11
        var n4 = net.c2f(512, 3, PLAIN); //         12
        net.upsample(2); //                         13
        net.concat(c3); //                          14
        var p3 = net.c2f(256, 3, PLAIN); //         15  P3/8, small objects

        // neck, bottom up
        net.conv(256, 3, 2); //                     16
        net.concat(n4); //                          17
        var p4 = net.c2f(512, 3, PLAIN); //         18  P4/16, medium objects
        net.conv(512, 3, 2); //                     19
        net.concat(c5); //                          20
        var p5 = net.c2f(1024, 3, PLAIN); //        21  P5/32, large objects

        return new Row[] {p3, p4, p5};
    }

    /**
     * The classifier of the family: the backbone without its pyramid pooling, and a linear head. Its one output are
     * logits (B, K). Batch norms have libtorch's constants, unlike the detectors'.
     */
    public static Definition classifier(Scale scale, int classes) {
        var net =
                new Rows(NAME + scale.letter() + "-cls", proportions(scale).uncapped(), Norm.Constants.CLASSIFICATION);
        net.conv(64, 3, 2); //          0  P1/2
        net.conv(128, 3, 2); //         1  P2/4
        net.c2f(128, 3, SHORTCUT); //   2
        net.conv(256, 3, 2); //         3  P3/8
        net.c2f(256, 6, SHORTCUT); //   4
        net.conv(512, 3, 2); //         5  P4/16
        net.c2f(512, 6, SHORTCUT); //   6
        net.conv(1024, 3, 2); //        7  P5/32
        net.c2f(1024, 3, SHORTCUT); //  8
        return net.classify(classes); //  9
    }
}
