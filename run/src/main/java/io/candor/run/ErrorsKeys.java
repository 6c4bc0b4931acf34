package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** What a search for mistakes can be told beside {@link JudgedKeys}. */
public final class ErrorsKeys {

    public static final Key<Path> ATTRIBUTES = Key.path(
            "attributes", "FILE", "CSV with a column image and one per attribute; each value becomes a slice.");
    public static final Key<Integer> TOP = Key.whole("top", 48, 0, "pictures per list of mistakes.");
    public static final Key<Path> OUT = PlaceKeys.OUT;
    public static final Key<Path> PROJECT = PlaceKeys.PROJECT;
    public static final Key<String> NAME = PlaceKeys.NAME.standard("errors");
    public static final Key<Boolean> EXIST_OK = PlaceKeys.EXIST_OK;

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL = List.of(
            JudgedKeys.GROUP,
            KeyGroup.of("Lists", ATTRIBUTES, TOP),
            KeyGroup.of("Folder", OUT, PROJECT, NAME, EXIST_OK));

    private ErrorsKeys() {}
}
