package io.candor.stream;

import io.candor.data.Box;

/** One object over time: where it is expected next and how sure the detector has been of it. */
final class Track {

    /** Confidences of exactly 0 or 1 have no logit. */
    private static final double EDGE = 1e-6;

    private final long number;
    private final int classIndex;
    private Box box;
    private double speedX;
    private double speedY;
    private double logit;
    private int seen;
    private int missed;

    Track(long number, int classIndex, Box box, double confidence) {
        this.number = number;
        this.classIndex = classIndex;
        this.box = box;
        this.logit = logit(confidence);
        this.seen = 1;
    }

    /** Where the object is if it keeps its speed. */
    Box expected() {
        return new Box(box.x1() + speedX, box.y1() + speedY, box.x2() + speedX, box.y2() + speedY);
    }

    /**
     * Takes a detection of this object. Confidences are averaged as logits, so that two steps between .98 and .99 count
     * like two between .5 and .6 do in probability.
     */
    void follow(Box found, double confidence, double memory) {
        int frames = missed + 1;
        speedX = .5 * speedX + .5 * (centreX(found) - centreX(box)) / frames;
        speedY = .5 * speedY + .5 * (centreY(found) - centreY(box)) / frames;
        box = found;
        double share = Math.min(memory, 1 - 1. / (seen + 1)); // a young track has no past worth more than its age
        logit = share * logit + (1 - share) * logit(confidence);
        seen++;
        missed = 0;
    }

    /** No detection on this frame. */
    void miss() {
        box = expected();
        missed++;
    }

    long number() {
        return number;
    }

    int classIndex() {
        return classIndex;
    }

    int seen() {
        return seen;
    }

    int missed() {
        return missed;
    }

    /** Smoothed over time. */
    double confidence() {
        return 1 / (1 + Math.exp(-logit));
    }

    private static double logit(double confidence) {
        double inside = Math.max(EDGE, Math.min(1 - EDGE, confidence));
        return Math.log(inside / (1 - inside));
    }

    private static double centreX(Box box) {
        return (box.x1() + box.x2()) / 2;
    }

    private static double centreY(Box box) {
        return (box.y1() + box.y2()) / 2;
    }
}
