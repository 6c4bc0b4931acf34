package io.candor.data.read;

/** What can be wrong with a data set, and what follows from it. */
public enum Fault {
    UNREADABLE_IMAGE("unreadable images", Consequence.IMAGE_LEFT_OUT),
    TRUNCATED_IMAGE("truncated images", Consequence.IMAGE_LEFT_OUT),
    SMALL_IMAGE("images smaller than 10 pixels", Consequence.IMAGE_LEFT_OUT),
    MISSING_IMAGE("images that are listed but missing", Consequence.IMAGE_LEFT_OUT),
    SIZE_MISMATCH("images of another size than their annotation says", Consequence.IMAGE_LEFT_OUT),
    WRONG_FORMAT("label files in a wrong format", Consequence.IMAGE_LEFT_OUT),
    NO_USABLE_LABEL("images none of whose labels can be used", Consequence.IMAGE_LEFT_OUT),
    NO_OUTLINE("images with objects that have a box but no outline", Consequence.IMAGE_LEFT_OUT),
    COLUMN_COUNT("rows with a wrong number of columns", Consequence.LABEL_LEFT_OUT),
    NOT_A_NUMBER("rows with something that is not a number", Consequence.LABEL_LEFT_OUT),
    OUTSIDE_IMAGE("coordinates outside the image", Consequence.LABEL_LEFT_OUT),
    UNKNOWN_CLASS("unknown classes", Consequence.LABEL_LEFT_OUT),
    DUPLICATE_LABEL("duplicate labels", Consequence.LABEL_LEFT_OUT),
    ZERO_AREA("boxes without area", Consequence.LABEL_LEFT_OUT),
    TOO_FEW_CORNERS("outlines with fewer than 3 different corners", Consequence.LABEL_LEFT_OUT),
    UNUSABLE_MASK("outlines and masks that cannot be used", Consequence.OUTLINE_LEFT_OUT),
    UNKNOWN_IMAGE("annotations of unknown images", Consequence.LABEL_LEFT_OUT),
    CROWD_REGION("crowd regions", Consequence.LABEL_LEFT_OUT),
    DIFFICULT_OBJECT("objects marked difficult", Consequence.LABEL_LEFT_OUT),
    DAMAGED_IMAGE("images that decode with errors", Consequence.NONE),
    SELF_CROSSING("outlines that cross themselves", Consequence.NONE),
    BEYOND_EDGE("boxes that reach past the edge of the image", Consequence.NONE),
    MISSING_LABEL_FILE("images without a label file", Consequence.NONE),
    ORPHAN_LABEL_FILE("label files without an image", Consequence.NONE),
    IDENTICAL_IMAGE("identical image files within a split", Consequence.NONE),
    LEAKED_IMAGE("images that are in two splits", Consequence.NONE);

    /** What reading does about a fault. */
    public enum Consequence {
        /** The image takes no part in training or evaluation. */
        IMAGE_LEFT_OUT,
        /** The label is ignored, the image and its other labels are used. */
        LABEL_LEFT_OUT,
        /** The label is used as a box; networks that learn masks do not see its image. */
        OUTLINE_LEFT_OUT,
        /** Inspection reports it; training uses the data as it is. */
        NONE
    }

    private final String title;
    private final Consequence consequence;

    Fault(String title, Consequence consequence) {
        this.title = title;
        this.consequence = consequence;
    }

    /** In the plural, to follow a count. */
    public String title() {
        return title;
    }

    public Consequence consequence() {
        return consequence;
    }
}
