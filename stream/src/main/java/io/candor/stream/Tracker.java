package io.candor.stream;

import io.candor.data.Box;
import io.candor.data.Detection;
import io.candor.infer.DetectedObject;
import io.candor.infer.Judge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Follows objects from frame to frame by overlap (Bochinski, Eiselein and Sikora 2017, with the constant speed of SORT:
 * Bewley et al. 2016) and smooths their confidence, so that one doubtful frame does not flip a decision. Objects of
 * different classes are never the same. Pairs are taken greedily, best overlap first. Used by one thread.
 */
public final class Tracker {

    private final TrackerOptions options;
    private final Judge judge;
    private final List<Track> tracks = new ArrayList<>();
    private long next = 1;

    /**
     * A tracker that has seen nothing.
     *
     * @param judge calibrates and decides about smoothed confidences
     */
    public Tracker(TrackerOptions options, Judge judge) {
        this.options = options;
        this.judge = judge;
    }

    private record Pair(Track track, DetectedObject object, double iou) {}

    /** The objects of the next frame with their tracks, in the given order. */
    public List<TrackedObject> follow(List<DetectedObject> objects) {
        Map<DetectedObject, Track> matched = matched(objects);
        Set<Track> found = new HashSet<>(matched.values());
        tracks.stream().filter(track -> !found.contains(track)).forEach(Track::miss);
        tracks.removeIf(track -> track.missed() > options.patience());
        List<TrackedObject> followed = new ArrayList<>(objects.size());
        for (DetectedObject object : objects) {
            Track track = matched.get(object);
            if (track == null) {
                track = new Track(next++, object.classIndex(), object.box(), object.confidence());
                tracks.add(track);
            } else {
                track.follow(object.box(), object.confidence(), options.memory());
            }
            followed.add(new TrackedObject(smoothed(object, track), OptionalLong.of(track.number()), track.seen()));
        }
        return followed;
    }

    private Map<DetectedObject, Track> matched(List<DetectedObject> objects) {
        List<Pair> pairs = new ArrayList<>();
        for (Track track : tracks) {
            for (DetectedObject object : objects) {
                double iou = iou(track.expected(), object.box());
                if (track.classIndex() == object.classIndex() && iou >= options.leastIou()) {
                    pairs.add(new Pair(track, object, iou));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::iou).reversed());
        Map<DetectedObject, Track> matched = new HashMap<>();
        Set<Track> taken = new HashSet<>();
        for (Pair pair : pairs) {
            if (!matched.containsKey(pair.object) && taken.add(pair.track)) {
                matched.put(pair.object, pair.track);
            }
        }
        return matched;
    }

    private DetectedObject smoothed(DetectedObject object, Track track) {
        Detection detection = object.detection().withConfidence(track.confidence());
        return new DetectedObject(
                object.classIndex(),
                object.className(),
                track.confidence(),
                judge.calibrated(detection),
                judge.decision(detection),
                object.box(),
                object.mask());
    }

    private static double iou(Box a, Box b) {
        double width = Math.min(a.x2(), b.x2()) - Math.max(a.x1(), b.x1());
        double height = Math.min(a.y2(), b.y2()) - Math.max(a.y1(), b.y1());
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double shared = width * height;
        return shared / (a.area() + b.area() - shared);
    }
}
