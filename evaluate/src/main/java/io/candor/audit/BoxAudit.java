package io.candor.audit;

import io.candor.data.Box;
import io.candor.metric.AnnotatedRegion;
import io.candor.metric.EvaluationSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Labels of a detector's data that are probably wrong, by what a detector found that was not trained on them: the three
 * kinds of ObjectLab (Tkachenko, Thyagarajan and Mueller 2023), each with a score from the confidence of the detection
 * that contradicts the label and from how far it does.
 */
public final class BoxAudit {

    /** Less overlap than this is none (Bolya et al. 2020). */
    private static final double NOTHING = .1;

    /** From this overlap on two boxes say the same. */
    private static final double SAME = .5;

    /** Overlap of a box that is drawn well with one a detector draws; annotators differ about this much. */
    private static final double WELL = .75;

    private final EvaluationSet set;
    private final List<List<Integer>> objects = new ArrayList<>();
    private final List<List<Integer>> detections = new ArrayList<>();

    /** What may be wrong with a label. */
    public enum Kind {
        /** There is an object nobody labelled. */
        OVERLOOKED("overlooked"),
        /** The label lies beside the object, or is too large or too small. */
        MISPLACED("badly placed"),
        /** The object is of another class. */
        SWAPPED("wrong class");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /**
     * A label that may be wrong.
     *
     * @param image its position in the set
     * @param object the label's position in the set; -1 for an object without one
     * @param detection what contradicts it
     * @param overlap IoU of the two; for an object without a label, with the nearest one
     * @param score from 0 to 1
     */
    public record Suspect(Kind kind, int image, int object, int detection, double overlap, double score) {}

    private BoxAudit(EvaluationSet set) {
        this.set = set;
        for (int i = 0; i < set.images().size(); i++) {
            objects.add(new ArrayList<>());
            detections.add(new ArrayList<>());
        }
        for (int o = 0; o < set.objects(); o++) {
            objects.get(set.objectImage(o)).add(o);
        }
        for (int d = 0; d < set.detections(); d++) {
            detections.get(set.detectionImage(d)).add(d);
        }
    }

    /** The suspects, most suspicious first; a label and a detection are in the list once at most. */
    public static List<Suspect> of(EvaluationSet set) {
        return new BoxAudit(set).suspects();
    }

    private List<Suspect> suspects() {
        List<Suspect> suspects = new ArrayList<>();
        for (int image = 0; image < objects.size(); image++) {
            for (int object : objects.get(image)) {
                if (set.region(object).kind() == AnnotatedRegion.Kind.OBJECT) {
                    ofLabel(image, object).ifPresent(suspects::add);
                }
            }
            suspects.addAll(overlooked(image));
        }
        suspects.sort(Comparator.comparingDouble(Suspect::score)
                .reversed()
                .thenComparingInt(Suspect::image)
                .thenComparingInt(Suspect::detection));
        return suspects;
    }

    /** The worse of the two things a label can be: of another class, or beside its object. */
    private Optional<Suspect> ofLabel(int image, int object) {
        Optional<Suspect> swapped = swapped(image, object);
        Optional<Suspect> misplaced = misplaced(image, object);
        if (swapped.isPresent() && misplaced.isPresent()) {
            return swapped.get().score() >= misplaced.get().score() ? swapped : misplaced;
        }
        return swapped.isPresent() ? swapped : misplaced;
    }

    /** A confident detection of another class lies on the label, and none of its own class. */
    private Optional<Suspect> swapped(int image, int object) {
        Box box = set.objectBox(object);
        int best = -1;
        double own = 0;
        for (int d : detections.get(image)) {
            if (set.detectionBox(d).iou(box) >= SAME) {
                if (set.detectionClass(d) == set.objectClass(object)) {
                    own = Math.max(own, set.confidence(d));
                } else if ((best < 0 || set.confidence(d) > set.confidence(best)) && !explained(image, d)) {
                    best = d;
                }
            }
        }
        if (best < 0) {
            return Optional.empty();
        }
        double overlap = set.detectionBox(best).iou(box);
        double score = set.confidence(best) * (1 - own) * overlap;
        return Optional.of(new Suspect(Kind.SWAPPED, image, object, best, overlap, score));
    }

    /** Another label of the detection's own class lies there: the detection speaks of that one. */
    private boolean explained(int image, int detection) {
        Box box = set.detectionBox(detection);
        return objects.get(image).stream()
                .filter(o -> set.objectClass(o) == set.detectionClass(detection))
                .anyMatch(o -> set.objectBox(o).iou(box) >= SAME);
    }

    /** The surest detection of its class that touches the label overlaps it too little, and no other label better. */
    private Optional<Suspect> misplaced(int image, int object) {
        Box box = set.objectBox(object);
        int surest = -1;
        for (int d : detections.get(image)) {
            boolean near = set.detectionClass(d) == set.objectClass(object)
                    && set.detectionBox(d).iou(box) >= NOTHING;
            if (near && (surest < 0 || set.confidence(d) > set.confidence(surest)) && nearest(image, d) == object) {
                surest = d;
            }
        }
        if (surest < 0) {
            return Optional.empty();
        }
        double overlap = set.detectionBox(surest).iou(box);
        double score = set.confidence(surest) * Math.max(0, 1 - overlap / WELL);
        return score == 0
                ? Optional.empty()
                : Optional.of(new Suspect(Kind.MISPLACED, image, object, surest, overlap, score));
    }

    /** The label of the detection's class that it overlaps most; -1 if none. */
    private int nearest(int image, int detection) {
        Box box = set.detectionBox(detection);
        return objects.get(image).stream()
                .filter(o -> set.objectClass(o) == set.detectionClass(detection))
                .max(Comparator.comparingDouble(o -> set.objectBox(o).iou(box)))
                .orElse(-1);
    }

    /** Confident detections where no label is; of several on one place the surest. */
    private List<Suspect> overlooked(int image) {
        List<Suspect> found = new ArrayList<>();
        List<Integer> surestFirst = detections.get(image).stream()
                .sorted(Comparator.comparingDouble(set::confidence).reversed())
                .toList();
        for (int d : surestFirst) {
            Box box = set.detectionBox(d);
            double overlap = objects.get(image).stream()
                    .mapToDouble(o -> set.objectBox(o).iou(box))
                    .max()
                    .orElse(0);
            boolean again = found.stream()
                    .anyMatch(other -> set.detectionBox(other.detection()).iou(box) > NOTHING);
            if (overlap < NOTHING && !again) {
                found.add(new Suspect(Kind.OVERLOOKED, image, -1, d, overlap, set.confidence(d) * (1 - overlap)));
            }
        }
        return found;
    }
}
