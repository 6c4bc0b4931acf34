package io.candor.stream;

import java.time.Duration;

/**
 * How a stream is run.
 *
 * @param pace what happens to frames that come too fast
 * @param reconnections attempts in a row to open a lost live source again; 0 for none
 * @param longest end after this time; zero for no end
 * @param mostFrames end after so many judged frames; 0 for no end
 */
public record StreamOptions(Pace pace, int reconnections, Duration longest, long mostFrames) {

    public StreamOptions {
        if (reconnections < 0 || longest.isNegative() || mostFrames < 0) {
            throw new IllegalArgumentException("reconnections, longest and mostFrames must not be negative: %d, %s, %d"
                    .formatted(reconnections, longest, mostFrames));
        }
    }

    /** Newest frame first for live sources, every frame of files; reconnects without end; no limits. */
    public static StreamOptions of(FrameSource source) {
        return new StreamOptions(source.live() ? Pace.NEWEST : Pace.EVERY, Integer.MAX_VALUE, Duration.ZERO, 0);
    }

    public StreamOptions withPace(Pace value) {
        return new StreamOptions(value, reconnections, longest, mostFrames);
    }

    public StreamOptions withReconnections(int value) {
        return new StreamOptions(pace, value, longest, mostFrames);
    }

    public StreamOptions withLongest(Duration value) {
        return new StreamOptions(pace, reconnections, value, mostFrames);
    }

    public StreamOptions withMostFrames(long value) {
        return new StreamOptions(pace, reconnections, longest, value);
    }
}
