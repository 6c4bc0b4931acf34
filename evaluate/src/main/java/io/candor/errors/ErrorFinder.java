package io.candor.errors;

import io.candor.data.Box;
import io.candor.errors.ErrorAnalysis.CleanAlarm;
import io.candor.errors.ErrorAnalysis.Confusion;
import io.candor.errors.ErrorAnalysis.FalseAlarm;
import io.candor.errors.ErrorAnalysis.Kind;
import io.candor.errors.ErrorAnalysis.Miss;
import io.candor.errors.ErrorAnalysis.Touching;
import io.candor.metric.AreaRange;
import io.candor.metric.MatchedDetections;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds and ranks the mistakes in a matched set. */
public final class ErrorFinder {

    /** Less overlap than this is none (Bolya et al. 2020, TIDE). */
    private static final double BACKGROUND_IOU = .1;

    private final Scene scene;
    private final ErrorSettings settings;
    private final double iou;

    private ErrorFinder(MatchedDetections matches, ErrorSettings settings) {
        scene = new Scene(matches);
        this.settings = settings;
        iou = matches.threshold();
    }

    /** All mistakes at the settings' confidence. */
    public static ErrorAnalysis find(MatchedDetections matches, ErrorSettings settings) {
        return new ErrorFinder(matches, settings).analysis();
    }

    private ErrorAnalysis analysis() {
        List<FalseAlarm> falseAlarms = new ArrayList<>();
        List<Confusion> confusions = new ArrayList<>();
        List<CleanAlarm> cleanAlarms = new ArrayList<>();
        List<Miss> misses = new ArrayList<>();
        for (int image = 0; image < scene.images(); image++) {
            alarms(image, falseAlarms, confusions);
            clean(image, cleanAlarms);
            misses(image, misses);
        }
        falseAlarms.sort(Comparator.comparingDouble(FalseAlarm::confidence).reversed());
        confusions.sort(Comparator.comparingDouble(Confusion::confidence).reversed());
        cleanAlarms.sort(Comparator.comparingDouble(CleanAlarm::highest).reversed());
        misses.sort(Comparator.comparingDouble(miss -> miss.box().area()));
        return new ErrorAnalysis(
                scene.set.classes(),
                iou,
                falseAlarms,
                misses,
                confusions,
                cleanAlarms,
                new SliceTable(scene, settings).slices(),
                settings);
    }

    private void alarms(int image, List<FalseAlarm> falseAlarms, List<Confusion> confusions) {
        for (int d : scene.detections[image]) {
            if (scene.falseAlarm(d, settings.confidence())) {
                FalseAlarm alarm = explain(d, image, confusions);
                falseAlarms.add(alarm);
            }
        }
    }

    private FalseAlarm explain(int d, int image, List<Confusion> confusions) {
        Box box = scene.set.detectionBox(d);
        int own = scene.set.detectionClass(d);
        double same = 0;
        double other = 0;
        int otherClass = -1;
        for (int o : scene.objects[image]) {
            double overlap = box.iou(scene.set.objectBox(o));
            if (scene.set.objectClass(o) == own) {
                same = Math.max(same, overlap);
            } else if (overlap > other) {
                other = overlap;
                otherClass = scene.set.objectClass(o);
            }
        }
        double confidence = scene.set.confidence(d);
        Kind kind = kind(same, other);
        if (kind == Kind.WRONG_CLASS) {
            confusions.add(new Confusion(d, image, own, otherClass, confidence, other));
        }
        return new FalseAlarm(d, image, own, confidence, box, kind, Math.max(same, other));
    }

    private Kind kind(double same, double other) {
        if (same >= iou) {
            return Kind.DUPLICATE;
        }
        if (other >= iou) {
            return Kind.WRONG_CLASS;
        }
        if (Math.max(same, other) < BACKGROUND_IOU) {
            return Kind.BACKGROUND;
        }
        return same >= BACKGROUND_IOU ? Kind.POOR_BOX : Kind.WRONG_CLASS_AND_BOX;
    }

    private void clean(int image, List<CleanAlarm> cleanAlarms) {
        if (scene.objects[image].length > 0) {
            return;
        }
        int alarms = 0;
        int surest = -1;
        for (int d : scene.detections[image]) {
            if (scene.falseAlarm(d, settings.confidence())) {
                alarms++;
                surest = surest < 0 || scene.set.confidence(d) > scene.set.confidence(surest) ? d : surest;
            }
        }
        if (alarms > 0) {
            cleanAlarms.add(new CleanAlarm(image, alarms, scene.set.confidence(surest), surest));
        }
    }

    private void misses(int image, List<Miss> misses) {
        for (int o : scene.objects[image]) {
            if (!scene.found(o, settings.confidence())) {
                misses.add(new Miss(
                        o,
                        image,
                        scene.set.objectClass(o),
                        scene.set.objectBox(o),
                        AreaRange.of(scene.set.region(o).area()),
                        scene.neighbourOverlap(o),
                        scene.neighbourGap(o) <= settings.touchingGap() ? Touching.YES : Touching.NO,
                        bestConfidence(o, image)));
            }
        }
    }

    private double bestConfidence(int object, int image) {
        double best = 0;
        for (int d : scene.detections[image]) {
            if (scene.set.detectionBox(d).iou(scene.set.objectBox(object)) >= iou) {
                best = Math.max(best, scene.set.confidence(d));
            }
        }
        return best;
    }
}
