package io.candor.errors;

import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.metric.AreaRange;
import io.candor.metric.Interval;
import java.util.List;

/**
 * The mistakes of a detector at one confidence threshold, worst first.
 *
 * @param falseAlarms by descending confidence
 * @param misses smallest first
 * @param confusions detections that lie on an object of another class, by descending confidence
 * @param cleanAlarms images without objects on which something was found, by descending confidence of the surest
 * @param slices recall of parts of the data, and false alarms where the part consists of images
 */
public record ErrorAnalysis(
        Classes classes,
        double iou,
        List<FalseAlarm> falseAlarms,
        List<Miss> misses,
        List<Confusion> confusions,
        List<CleanAlarm> cleanAlarms,
        List<Slice> slices,
        ErrorSettings settings) {

    /** Why a detection is wrong. */
    public enum Kind {
        /** There is nothing. */
        BACKGROUND("nothing there"),
        /** An object of this class that a surer detection has found already. */
        DUPLICATE("found twice"),
        /** An object of this class, but too little overlap. */
        POOR_BOX("poor box"),
        /** An object of another class. */
        WRONG_CLASS("wrong class"),
        /** An object of another class, and too little overlap. */
        WRONG_CLASS_AND_BOX("wrong class, poor box");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /**
     * A wrong detection.
     *
     * @param detection its position in the set
     * @param overlap highest IoU with any object
     */
    public record FalseAlarm(
            int detection, int image, int classIndex, double confidence, Box box, Kind kind, double overlap) {}

    /**
     * An object nobody found.
     *
     * @param object its position in the set
     * @param neighbourOverlap highest IoU with another object on the image
     * @param touching whether another object is within the settings' gap
     * @param bestConfidence of the surest detection that overlaps it by at least the evaluation's IoU, of any class and
     *     any confidence; 0 without one
     */
    public record Miss(
            int object,
            int image,
            int classIndex,
            Box box,
            AreaRange size,
            double neighbourOverlap,
            Touching touching,
            double bestConfidence) {}

    /** Whether an object has a close neighbour. */
    public enum Touching {
        YES,
        NO
    }

    /** A detection on an object of another class. */
    public record Confusion(int detection, int image, int found, int truth, double confidence, double overlap) {}

    /** Alarms on an image without objects. */
    public record CleanAlarm(int image, int alarms, double highest, int surestDetection) {}

    /**
     * One part of the data.
     *
     * @param objects that should be found
     * @param found of these
     * @param recall NaN without objects
     * @param wilson 95 % interval of the recall as if objects were independent (Wilson 1927)
     * @param bootstrap interval of the recall over images
     * @param images number of images
     * @param falseAlarmsPerImage NaN where the part consists of objects, not of images
     */
    public record Slice(
            String name,
            int images,
            int objects,
            int found,
            double recall,
            Interval wilson,
            Interval bootstrap,
            double falseAlarmsPerImage,
            Interval falseAlarmInterval) {}

    public ErrorAnalysis {
        falseAlarms = List.copyOf(falseAlarms);
        misses = List.copyOf(misses);
        confusions = List.copyOf(confusions);
        cleanAlarms = List.copyOf(cleanAlarms);
        slices = List.copyOf(slices);
    }

    /** The misses by neighbour overlap, highest first; those without a neighbour are left out. */
    public List<Miss> missesByNeighbour() {
        return misses.stream()
                .filter(miss -> miss.touching() == Touching.YES)
                .sorted(java.util.Comparator.comparingDouble(Miss::neighbourOverlap)
                        .reversed())
                .toList();
    }
}
