package io.candor.stream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.Box;
import io.candor.data.read.CocoSegmentation;
import io.candor.infer.DetectedObject;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;

/** A judged frame as one JSON object; see docs/streaming.md. */
final class EventJson {

    private static final JsonMapper JSON = new JsonMapper();

    private final String source;
    private final Clock clock;

    EventJson(String source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** One line, without a line end. */
    String line(JudgedFrame judged) {
        ObjectNode event = JSON.createObjectNode();
        event.put("source", source);
        event.put("frame", judged.frame().number());
        event.put("time", captured(judged).toString());
        event.put("latency_ms", rounded(judged.latency() / 1e6, 10));
        judged.verdict()
                .ifPresent(verdict -> event.put("verdict", verdict.name().toLowerCase(Locale.ROOT)));
        ArrayNode objects = event.putArray("objects");
        judged.objects().forEach(object -> write(objects.addObject(), object));
        return event.toString();
    }

    /** The capture on the wall clock. */
    private Instant captured(JudgedFrame judged) {
        return clock.instant().minusNanos(System.nanoTime() - judged.frame().captured());
    }

    private static void write(ObjectNode node, TrackedObject tracked) {
        DetectedObject object = tracked.object();
        node.put("class", object.className());
        node.put("class_index", object.classIndex());
        node.put("confidence", rounded(object.confidence(), 1e6));
        object.calibrated().ifPresent(calibrated -> node.put("calibrated", rounded(calibrated, 1e6)));
        object.decision()
                .ifPresent(decision -> node.put("decision", decision.name().toLowerCase(Locale.ROOT)));
        tracked.track().ifPresent(track -> {
            node.put("track", track);
            node.put("seen", tracked.seen());
        });
        Box box = object.box();
        ArrayNode corners = node.putArray("box");
        for (double corner : new double[] {box.x1(), box.y1(), box.x2(), box.y2()}) {
            corners.add(rounded(corner, 100));
        }
        object.mask().ifPresent(mask -> node.set("mask", CocoSegmentation.runLengths(mask)));
    }

    private static double rounded(double value, double parts) {
        return Math.round(value * parts) / parts;
    }
}
