package io.candor.metric;

import io.candor.data.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Kinds of errors and what they cost, straight from the description, one oracle at a time. */
final class SlowErrors {

    /** A detection as it stands: where it counts and whether it is right. */
    private record Entry(int detection, int classIndex, boolean right) {}

    private final EvaluationSet set;
    private final int[] object;
    private final boolean[] excused;

    SlowErrors(EvaluationSet set) {
        this.set = set;
        object = new int[set.detections()];
        excused = new boolean[set.detections()];
        MatchedDetections rows = MatchedDetections.of(set, .5);
        for (int d = 0; d < object.length; d++) {
            object[d] = rows.object(d);
            excused[d] = rows.excused(d);
        }
    }

    ErrorKind kind(int d) {
        if (object[d] >= 0 || excused[d]) {
            return null;
        }
        double same = highest(d, true);
        double other = highest(d, false);
        if (same >= .1 && same < .5) {
            return ErrorKind.LOCALISATION;
        } else if (other >= .5) {
            return ErrorKind.CLASS;
        } else if (same >= .5) {
            return ErrorKind.DUPLICATE;
        } else if (same < .1 && other < .1) {
            return ErrorKind.BACKGROUND;
        }
        return ErrorKind.BOTH;
    }

    private double highest(int d, boolean ofItsClass) {
        double highest = 0;
        for (int t = 0; t < set.objects(); t++) {
            if (eligible(d, t, ofItsClass)) {
                highest = Math.max(highest, iou(d, t));
            }
        }
        return highest;
    }

    private int target(int d) {
        ErrorKind kind = kind(d);
        if (kind != ErrorKind.CLASS && kind != ErrorKind.LOCALISATION) {
            return -1;
        }
        int best = -1;
        for (int t = 0; t < set.objects(); t++) {
            boolean better = eligible(d, t, kind == ErrorKind.LOCALISATION) && (best < 0 || iou(d, t) > iou(d, best));
            best = better ? t : best;
        }
        return best;
    }

    private boolean eligible(int d, int t, boolean ofItsClass) {
        return set.region(t).kind() == AnnotatedRegion.Kind.OBJECT
                && set.objectImage(t) == set.detectionImage(d)
                && (set.objectClass(t) == set.detectionClass(d)) == ofItsClass;
    }

    private double iou(int d, int t) {
        Box found = set.detectionBox(d);
        return found.iou(set.objectBox(t));
    }

    boolean missed(int t) {
        if (set.region(t).kind() == AnnotatedRegion.Kind.CROWD) {
            return false;
        }
        for (int d = 0; d < object.length; d++) {
            if (object[d] == t || target(d) == t) {
                return false;
            }
        }
        return true;
    }

    /** In the order of {@link ErrorKind}, then without wrong detections, then without objects that were not found. */
    double[] costs() {
        double now = averagePrecision(entries(), wanted());
        double[] costs = new double[8];
        ErrorKind[] kinds = ErrorKind.values();
        for (int i = 0; i < kinds.length; i++) {
            costs[i] = mended(kinds[i]) - now;
        }
        costs[6] = averagePrecision(entries().stream().filter(Entry::right).toList(), wanted()) - now;
        Set<Integer> found = new HashSet<>();
        for (int o : object) {
            found.add(o);
        }
        costs[7] = averagePrecision(
                        entries(), wanted().stream().filter(found::contains).toList())
                - now;
        return costs;
    }

    private double mended(ErrorKind kind) {
        return switch (kind) {
            case MISSED ->
                averagePrecision(
                        entries(), wanted().stream().filter(t -> !missed(t)).toList());
            case CLASS, LOCALISATION -> averagePrecision(repaired(kind), wanted());
            default ->
                averagePrecision(
                        entries().stream()
                                .filter(e -> kind(e.detection()) != kind)
                                .toList(),
                        wanted());
        };
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (int d = 0; d < object.length; d++) {
            if (!excused[d]) {
                entries.add(new Entry(d, set.detectionClass(d), object[d] >= 0));
            }
        }
        return entries;
    }

    private List<Integer> wanted() {
        List<Integer> wanted = new ArrayList<>();
        for (int t = 0; t < set.objects(); t++) {
            if (set.region(t).kind() == AnnotatedRegion.Kind.OBJECT) {
                wanted.add(t);
            }
        }
        return wanted;
    }

    private List<Entry> repaired(ErrorKind kind) {
        List<Entry> repaired = new ArrayList<>();
        for (Entry entry : entries()) {
            int d = entry.detection();
            int claimed = object[d] >= 0 ? object[d] : kind(d) == kind ? target(d) : -1;
            if (claimed < 0) {
                repaired.add(entry);
            } else if (best(claimed, kind) == d) {
                repaired.add(new Entry(d, set.objectClass(claimed), true));
            }
        }
        return repaired;
    }

    /** The most confident of those that claim an object once the kind is mended; the one that found it wins ties. */
    private int best(int t, ErrorKind kind) {
        int best = -1;
        for (int d = 0; d < object.length; d++) {
            best = object[d] == t ? d : best;
        }
        for (int d = 0; d < object.length; d++) {
            boolean claims = kind(d) == kind && target(d) == t;
            if (claims && (best < 0 || set.confidence(d) > set.confidence(best))) {
                best = d;
            }
        }
        return best;
    }

    private double averagePrecision(List<Entry> entries, List<Integer> wanted) {
        double sum = 0;
        int classes = 0;
        for (int k = 0; k < set.classes().size(); k++) {
            if (set.objects(k) > 0) {
                int ofClass = k;
                int objects = (int) wanted.stream()
                        .filter(t -> set.objectClass(t) == ofClass)
                        .count();
                sum += averagePrecision(
                        entries.stream().filter(e -> e.classIndex() == ofClass).toList(), objects);
                classes++;
            }
        }
        return sum / classes;
    }

    private double averagePrecision(List<Entry> entries, int objects) {
        List<Entry> sorted = entries.stream()
                .sorted(Comparator.comparingDouble(e -> -set.confidence(e.detection())))
                .toList();
        double sum = 0;
        for (int level = 0; level <= 100; level++) {
            int hits = 0;
            double best = 0;
            for (int i = 0; i < sorted.size() && objects > 0; i++) {
                hits += sorted.get(i).right() ? 1 : 0;
                boolean reached = hits > 0 && hits / (double) objects >= level * .01;
                best = reached ? Math.max(best, hits / (i + 1.)) : best;
            }
            sum += best;
        }
        return sum / 101;
    }
}
