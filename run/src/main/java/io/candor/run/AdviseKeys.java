package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** Everything a question for advice can be told. */
public final class AdviseKeys {

    public static final Key<Path> DATA = PlaceKeys.DATA;
    public static final Key<Path> IMAGES = PlaceKeys.IMAGES;
    public static final Key<Path> RUN = Key.path(
            "run", "DIR", "an evaluated run: its predictions say how sure it is and how many labels look wrong.");
    public static final Key<String> SPLIT =
            JudgedKeys.SPLIT.help("the part of the data set that run was evaluated on.");
    public static final Key<Path> OUT = Key.path("out", "FILE", "also write the advice as JSON.");

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL = List.of(KeyGroup.of("What", DATA, IMAGES, RUN, SPLIT, OUT));

    private AdviseKeys() {}
}
