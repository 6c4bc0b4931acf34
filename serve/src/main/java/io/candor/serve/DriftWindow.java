package io.candor.serve;

import io.candor.drift.Drift;
import io.candor.drift.DriftComparison;
import io.candor.drift.DriftSettings;
import io.candor.drift.NewScores;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.ScoreHistogram;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/** The confidences on the newest images, compared with an earlier evaluation when somebody asks. */
final class DriftWindow {

    /** Images that are looked back on: enough for a stable index, few enough to notice a change within minutes. */
    private static final int IMAGES = 1000;

    /** Between two comparisons at least so many new images: one takes some milliseconds. */
    private static final int STEP = 20;

    /** Intervals are not shown, verdicts do not need them. */
    private static final int RESAMPLES = 1;

    private final ScoreHistogram reference;
    private final ArrayDeque<List<NewScores.Score>> newest = new ArrayDeque<>();
    private int sinceComparison = STEP;
    private Optional<Drift> last = Optional.empty();

    DriftWindow(ScoreHistogram reference) {
        this.reference = reference;
    }

    ScoreHistogram reference() {
        return reference;
    }

    synchronized void add(List<NewScores.Score> image) {
        if (newest.size() == IMAGES) {
            newest.poll();
        }
        newest.add(image);
        sinceComparison++;
    }

    /** Empty before the first image. */
    synchronized Optional<Drift> drift() {
        if (!newest.isEmpty() && (sinceComparison >= STEP || last.isEmpty())) {
            DriftSettings settings = DriftSettings.defaults()
                    .withBootstrap(BootstrapSettings.defaults().withResamples(RESAMPLES));
            last = Optional.of(DriftComparison.of(reference, new NewScores(List.copyOf(newest)), settings));
            sinceComparison = 0;
        }
        return last;
    }
}
