package io.candor.stream;

import java.util.Arrays;

/** Times of judged frames, the last hundred thousand of them. */
final class LatencyMeter {

    /** An hour at 27 frames a second; longer streams are described by their last hour. */
    private static final int KEPT = 100_000;

    private long[] latency = new long[1024];
    private long[] waiting = new long[1024];
    private long[] judging = new long[1024];
    private long frames;

    void add(JudgedFrame judged) {
        int place = (int) (frames % KEPT);
        if (place >= latency.length) {
            int room = Math.min(KEPT, latency.length * 2);
            latency = Arrays.copyOf(latency, room);
            waiting = Arrays.copyOf(waiting, room);
            judging = Arrays.copyOf(judging, room);
        }
        latency[place] = judged.latency();
        waiting[place] = judged.taken() - judged.frame().captured();
        judging[place] = judged.decided() - judged.taken();
        frames++;
    }

    long frames() {
        return frames;
    }

    StreamReport.Times latency() {
        return times(latency);
    }

    StreamReport.Times waiting() {
        return times(waiting);
    }

    StreamReport.Times judging() {
        return times(judging);
    }

    private StreamReport.Times times(long[] nanos) {
        long[] sorted = Arrays.copyOf(nanos, (int) Math.min(frames, KEPT));
        Arrays.sort(sorted);
        return new StreamReport.Times(quantile(sorted, .5), quantile(sorted, .95), quantile(sorted, 1));
    }

    /** The least time that at least this share of the frames keep, in milliseconds; NaN without frames. */
    private static double quantile(long[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int place = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, place)] / 1e6;
    }
}
