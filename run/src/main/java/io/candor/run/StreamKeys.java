package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** Everything the judging of a video can be told. */
public final class StreamKeys {

    public static final Key<Path> MODEL = Key.path("model", "FILE", "an ONNX file, as 'candor export' writes it.");
    public static final Key<String> SOURCE = new Key<>(
            "source",
            "ADDRESS",
            java.util.Optional.empty(),
            "rtsp://... or another stream, a video file, or a camera: camera:0, /dev/video0.",
            Object::toString);
    public static final Key<Double> CONF = PredictKeys.CONF;
    public static final Key<Double> IOU = EvaluateKeys.IOU;
    public static final Key<Integer> MAX_DET = EvaluateKeys.MAX_DET;
    public static final Key<Integer> IMGSZ =
            Key.whole("imgsz", 32, "longer side of the network's input, where the file leaves it free.");
    public static final Key<Integer> THREADS =
            Key.whole("threads", 0, 0, "of ONNX Runtime; 0 means one per processor.");

    public static final Key<Boolean> TRACK =
            Key.flag("track", "follow objects from frame to frame and smooth their confidence over time.");
    public static final Key<Double> TRACK_IOU = Key.number(
            "track_iou", 0.3, 0.01, 1, "overlap with where a track is expected that makes a detection part of it.");
    public static final Key<Integer> TRACK_PATIENCE =
            Key.whole("track_patience", 10, 0, "judged frames a track survives without a detection.");
    public static final Key<Double> TRACK_MEMORY =
            Key.number("track_memory", 0.67, 0, 0.999, "share of the past in the smoothed confidence.");

    public static final Key<String> PACE = Key.choice(
            "pace",
            List.of("auto", "newest", "every"),
            "newest drops frames that come too fast, every lets the source wait; auto: every for files.");
    public static final Key<Double> TIMEOUT =
            Key.number("timeout", 10, 0.1, 3600, "seconds a source may take to answer or to deliver.");
    public static final Key<Integer> RECONNECT = Key.whole(
            "reconnect", 1000, 0, "attempts in a row to open a lost source again, at growing intervals; 0 for none.");
    public static final Key<Double> DURATION =
            Key.number("duration", 0, 0, 1e9, "end after so many seconds; 0 for no end.");
    public static final Key<Integer> FRAMES =
            Key.whole("frames", 0, 0, "end after so many judged frames; 0 for no end.");

    public static final Key<Path> EVENTS =
            Key.path("events", "FILE", "JSON of every judged frame, one a line; - for standard output.");
    public static final Key<String> EVENTS_ON =
            Key.choice("events_on", List.of("every", "found", "review", "reject"), "which frames are events.");
    public static final Key<String> WEBHOOK =
            Key.text("webhook", "URL", "", "web address that gets events as JSON by POST.");
    public static final Key<String> WEBHOOK_ON = Key.choice(
                    "webhook_on", List.of("every", "found", "review", "reject"), "which frames the webhook gets.")
            .standard("found");
    public static final Key<Path> VIDEO = Key.path("video", "FILE", "annotated copy, .mp4.");
    public static final Key<String> PUBLISH =
            Key.text("publish", "ADDRESS", "", "annotated stream to an RTSP server: rtsp://host:port/name.");

    public static final Key<Boolean> MEASURE = Key.flag(
            "measure",
            "report the time from capture to decision; a file becomes a camera that draws the time into its frames and sends them over RTSP.");
    public static final Key<Double> MEASURE_RATE =
            Key.number("measure_rate", 15, 1, 240, "frames a second of that camera.");

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL = List.of(
            KeyGroup.of("What", MODEL, SOURCE, CONF, IOU, MAX_DET, IMGSZ, THREADS),
            KeyGroup.of("Over time", TRACK, TRACK_IOU, TRACK_PATIENCE, TRACK_MEMORY),
            KeyGroup.of("Source", PACE, TIMEOUT, RECONNECT, DURATION, FRAMES),
            KeyGroup.of("Results", EVENTS, EVENTS_ON, WEBHOOK, WEBHOOK_ON, VIDEO, PUBLISH),
            KeyGroup.of("Measuring", MEASURE, MEASURE_RATE));

    private StreamKeys() {}
}
