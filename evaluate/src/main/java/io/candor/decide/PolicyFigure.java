package io.candor.decide;

/** What a policy does, per object, per image or per board; lower is better unless it says otherwise. */
public enum PolicyFigure {
    COST("cost an image", "mean cost of false calls, escapes and reviews"),
    ESCAPES("escape rate", "share of the objects that are neither rejected nor reviewed"),
    FALSE_CALLS("false calls an image", "wrong detections that are rejected"),
    REVIEWS("reviews an image", "detections in the review band"),
    PRECISION("precision", "share of right ones among the rejected detections; higher is better"),
    REJECTED("images rejected", "share of all images"),
    REVIEWED("images reviewed", "share of all images: none of the detections is rejected, one is in the review band"),
    ESCAPED("images escaped", "share of the images with an object that are accepted"),
    OVERKILL("clean images rejected", "share of the images without an object that are rejected");

    private final String label;
    private final String words;

    PolicyFigure(String label, String words) {
        this.label = label;
        this.words = words;
    }

    public String label() {
        return label;
    }

    /** How it is counted. */
    public String words() {
        return words;
    }
}
