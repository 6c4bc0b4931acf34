package io.candor.run;

import io.candor.data.target.Smoothing;
import java.nio.file.Path;
import java.util.List;

/** Everything an explanation of a smoothing factor can be told. */
public final class SmoothKeys {

    public static final Key<Integer> CLASSES = Key.whole("classes", 6, 1, "number of classes.");
    public static final Key<Double> EPSILON = Key.number("epsilon", 0.1, "smoothing factor.");
    public static final Key<Double> LABEL_SMOOTHING =
            Key.number("label_smoothing", "the same as epsilon, by the name that train has for it.");
    public static final Key<String> CONVENTION =
            Key.choice("smoothing_convention", Smoothing.CONVENTIONS, "where the taken part goes.");
    public static final Key<String> ACTIVATION = Key.choice(
            "activation",
            List.of("softmax", "sigmoid"),
            "of the network: classifiers have the one, detectors the other.");
    public static final Key<Path> OUT =
            Key.path("out", "FILE", "the picture to write (PNG).").standard(Path.of("smoothing.png"));

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL =
            List.of(KeyGroup.of("What", CLASSES, EPSILON, LABEL_SMOOTHING, CONVENTION, ACTIVATION, OUT));

    private SmoothKeys() {}
}
