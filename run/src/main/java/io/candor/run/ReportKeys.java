package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** What a report can be told beside {@link JudgedKeys}. */
public final class ReportKeys {

    public static final Key<Path> AGAINST =
            Key.path("against", "DIR", "run folder of another evaluation of the same images, to compare with.");
    public static final Key<Path> POLICY =
            Key.path("policy", "FILE", "policy.json of 'candor decide': its thresholds, what they cost and do.");
    public static final Key<Path> TRAIN =
            Key.path("train", "DIR", "run folder of an evaluation of the training images, for its confidences.");
    public static final Key<String> TITLE = Key.text("title", "TEXT", "How good is this detector?", "heading.");
    public static final Key<Path> OUT = PlaceKeys.OUT;
    public static final Key<Path> PROJECT = PlaceKeys.PROJECT;
    public static final Key<String> NAME = PlaceKeys.NAME.standard("report");
    public static final Key<Boolean> EXIST_OK = PlaceKeys.EXIST_OK;

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL = List.of(
            JudgedKeys.GROUP,
            KeyGroup.of("Beside it", POLICY, AGAINST, TRAIN, TITLE),
            KeyGroup.of("Folder", OUT, PROJECT, NAME, EXIST_OK));

    private ReportKeys() {}
}
