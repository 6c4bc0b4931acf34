package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** Everything an inspection can be told. */
public final class InspectKeys {

    public static final Key<Path> DATA = PlaceKeys.DATA;
    public static final Key<Path> IMAGES = PlaceKeys.IMAGES;
    public static final Key<Path> OUT = PlaceKeys.OUT;
    public static final Key<Path> PROJECT = PlaceKeys.PROJECT;
    public static final Key<String> NAME = PlaceKeys.NAME.standard("inspect");
    public static final Key<Boolean> EXIST_OK = PlaceKeys.EXIST_OK;

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL =
            List.of(KeyGroup.of("What", DATA, IMAGES), KeyGroup.of("Folder", OUT, PROJECT, NAME, EXIST_OK));

    private InspectKeys() {}
}
