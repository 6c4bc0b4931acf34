package io.candor.network;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The classifiers of the {@link Catalogue} for pictures of a given size. */
public final class Classifiers {

    /** Pictures of up to so many pixels keep their size in the first layer of a {@link ResNet}. */
    public static final int SMALL = 64;

    private static final int RGB = 3;

    private Classifiers() {}

    /** All names, as users ask for them whatever the size. */
    public static List<String> names() {
        return Catalogue.names().stream()
                .filter(name -> Catalogue.definition(name, 1).orElseThrow().task() == Task.CLASSIFY)
                .filter(name -> !name.endsWith("-small") || name.equals(SmallCnn.NAME))
                .toList();
    }

    /**
     * The definition of a name, in any case; empty if no classifier has it.
     *
     * @param imageSize side of the square pictures, which decides the beginning of a {@link ResNet} and the inputs of an
     *     {@link Mlp}
     */
    public static Optional<Definition> named(String name, int classes, int imageSize) {
        String wanted = name.toLowerCase(Locale.ROOT);
        if (wanted.equals(Mlp.NAME)) {
            return Optional.of(Mlp.definition(RGB * imageSize * imageSize, Mlp.HIDDEN, classes));
        }
        boolean small = wanted.startsWith("resnet") && imageSize <= SMALL && !wanted.endsWith("-small");
        return Catalogue.definition(small ? wanted + "-small" : wanted, classes)
                .filter(definition -> definition.task() == Task.CLASSIFY);
    }
}
