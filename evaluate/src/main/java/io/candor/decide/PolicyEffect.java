package io.candor.decide;

import io.candor.metric.Bootstrap;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.Interval;
import io.candor.metric.MatchedDetections;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a policy does on images its thresholds were not chosen on.
 *
 * @param rows one per {@link PolicyFigure}
 * @param costs that were counted; empty in files that do not record them
 * @param iou lowest IoU of a right detection
 * @param intervals in words, how they were computed
 */
public record PolicyEffect(
        List<Row> rows, int images, int objects, Optional<Costs> costs, double iou, String intervals) {

    /** One figure; NaN where it does not exist, such as clean images rejected without clean images. */
    public record Row(PolicyFigure figure, double value, Interval interval) {}

    public PolicyEffect {
        rows = List.copyOf(rows);
    }

    /** Applies thresholds to the confidences of a set. */
    public static PolicyEffect of(
            MatchedDetections matched, List<Band> bands, Costs costs, BootstrapSettings settings) {
        PolicyFigures figures = new PolicyFigures(matched, bands, costs);
        int images = matched.set().images().size();
        int[] each = new int[images];
        Arrays.fill(each, 1);
        double[] values = figures.figures(each);
        List<Interval> intervals = Bootstrap.intervals(images, figures, settings);
        List<Row> rows = new ArrayList<>();
        for (PolicyFigure figure : PolicyFigure.values()) {
            rows.add(new Row(figure, values[rows.size()], intervals.get(rows.size())));
        }
        return new PolicyEffect(
                rows, images, matched.set().objects(), Optional.of(costs), matched.threshold(), settings.words(images));
    }

    /**
     * What a policy file records of it.
     *
     * @throws io.candor.data.InvalidInput if there is no record that can be read
     */
    public static PolicyEffect read(Path file) {
        return PolicyFile.readEffect(file);
    }

    public Row row(PolicyFigure figure) {
        return rows.stream().filter(row -> row.figure() == figure).findFirst().orElseThrow();
    }
}
