package io.candor.stream;

import java.util.List;
import java.util.Locale;

/**
 * How a stream went.
 *
 * @param read frames that came from the source
 * @param judged frames with a decision
 * @param dropped frames that came too fast and were replaced by newer ones
 * @param reconnections times a lost source was opened again
 * @param seconds from the first frame asked for to the end
 * @param latency from capture to decision
 * @param waiting from capture until judging began: transport and decoding if the capture is stamped, and the wait for the
 *     frame before
 * @param judging detection, calibration and decision
 */
public record StreamReport(
        long read,
        long judged,
        long dropped,
        int reconnections,
        double seconds,
        Times latency,
        Times waiting,
        Times judging) {

    /**
     * Milliseconds, NaN without frames.
     *
     * @param median half of the frames are as fast
     * @param p95 19 of 20 frames are as fast
     * @param longest of all
     */
    public record Times(double median, double p95, double longest) {

        private String text(String name) {
            return String.format(
                    Locale.ROOT,
                    "%-20s median %6.1f ms   95 %% %6.1f ms   longest %6.1f ms",
                    name,
                    median,
                    p95,
                    longest);
        }
    }

    /** For people. */
    public List<String> lines() {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%d frames in %.1f s: %d judged (%.1f a second), %d dropped for newer ones, %d reconnections.",
                        read,
                        seconds,
                        judged,
                        seconds > 0 ? judged / seconds : 0,
                        dropped,
                        reconnections),
                latency.text("capture to decision"),
                waiting.text("  until judging"),
                judging.text("  judging"));
    }
}
