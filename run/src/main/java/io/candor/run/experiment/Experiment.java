package io.candor.run.experiment;

import io.candor.metric.Interval;
import java.util.List;
import java.util.Map;

/**
 * Everything a comparison of trainings says. Plain numbers, so that the report needs neither a network nor a data set.
 *
 * @param title of the page
 * @param subject what the arms after the first add, such as "smoothing"; empty if each adds something else
 * @param story what was trained, one short paragraph each
 * @param blocks one per condition, such as clean and noisy labels; arms are compared inside a block only
 * @param definitions exact meaning of a figure, by the figure's name
 * @param provenance versions, settings, times: by name, in order
 */
public record Experiment(
        String title,
        String subject,
        List<String> story,
        List<Block> blocks,
        Map<String, String> definitions,
        Map<String, String> provenance) {

    public Experiment {
        story = List.copyOf(story);
        blocks = List.copyOf(blocks);
    }

    /**
     * Arms that were trained and judged under the same condition.
     *
     * @param name of the condition; empty if there is only one
     * @param images number of images the arms were judged by
     * @param matchedRecall share of the objects that every run finds where their false alarms are compared; NaN where
     *     there is no such thing
     * @param arms the first is what the others are compared with
     * @param rows one per figure
     * @param notes what a reader must know about this block
     */
    public record Block(
            String name,
            int images,
            double matchedRecall,
            List<Arm> arms,
            List<Row> rows,
            List<String> notes,
            List<Picture> pictures) {

        public Block {
            arms = List.copyOf(arms);
            rows = List.copyOf(rows);
            notes = List.copyOf(notes);
            pictures = List.copyOf(pictures);
        }

        /** The row of a figure; IllegalArgumentException if it is not there. */
        public Row row(Figure figure) {
            return rows.stream()
                    .filter(row -> row.figure() == figure)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no figure " + figure));
        }

        /** Number of trainings of each arm. */
        public int seeds() {
            return arms.get(0).seeds().size();
        }
    }

    /**
     * One way to train, in one or more trainings that differ in their seed.
     *
     * @param settings what it sets, in words
     * @param seeds of its trainings
     * @param curves what was written down after each epoch
     * @param bins of the reliability diagram, all trainings together
     * @param right claims per confidence bin of equal width that are right, mean over the trainings
     * @param wrong claims per confidence bin that are wrong
     * @param perClass average precision or recall of each class by its name, mean over the trainings
     */
    public record Arm(
            String name,
            String settings,
            List<Integer> seeds,
            List<Curve> curves,
            List<Bin> bins,
            List<Double> right,
            List<Double> wrong,
            Map<String, Double> perClass) {

        public Arm {
            seeds = List.copyOf(seeds);
            curves = List.copyOf(curves);
            bins = List.copyOf(bins);
            right = List.copyOf(right);
            wrong = List.copyOf(wrong);
        }
    }

    /**
     * A column of {@code results.csv}.
     *
     * @param perSeed one list of values per training, one value per epoch
     */
    public record Curve(String column, List<List<Double>> perSeed) {

        public Curve {
            perSeed = List.copyOf(perSeed);
        }

        /** Mean over the trainings after each epoch; ends with the shortest. */
        List<Double> mean() {
            int epochs = perSeed.stream().mapToInt(List::size).min().orElse(0);
            return java.util.stream.IntStream.range(0, epochs)
                    .mapToObj(e -> perSeed.stream()
                            .mapToDouble(path -> path.get(e))
                            .average()
                            .orElse(Double.NaN))
                    .toList();
        }
    }

    /** A bar of the reliability diagram: of {@code count} claims, the share {@code precision} was right. */
    public record Bin(double low, double high, long count, double meanConfidence, double precision) {}

    /**
     * One figure of all arms.
     *
     * @param note what a reader must know about it in this block
     * @param cells one per arm
     */
    public record Row(Figure figure, String note, List<Cell> cells) {

        public Row {
            cells = List.copyOf(cells);
        }

        /** What an arm does to the figure, as far as images and seeds tell. */
        public Effect effect(int arm) {
            return arm == 0 ? Effect.UNKNOWN : cells.get(arm).effect(figure.better(), cells.get(0));
        }
    }

    /**
     * A figure of one arm. NaN where it does not exist.
     *
     * @param value mean over the trainings
     * @param interval what other images of the same kind would make plausible; unknown where none was computed
     * @param difference from the first arm, mean over the trainings of equal seed
     * @param differenceInterval of the difference, on the same images
     * @param perSeed the figure of each training
     */
    public record Cell(
            double value, Interval interval, double difference, Interval differenceInterval, List<Double> perSeed) {

        public Cell {
            perSeed = List.copyOf(perSeed);
        }

        /** Differences from another arm's trainings of the same seeds. */
        public List<Double> differences(Cell other) {
            return java.util.stream.IntStream.range(0, perSeed.size())
                    .mapToObj(s -> perSeed.get(s) - other.perSeed.get(s))
                    .toList();
        }

        private Effect effect(Figure.Better better, Cell first) {
            if (better == Figure.Better.NEITHER || !differenceInterval.isKnown() || Double.isNaN(difference)) {
                return Effect.UNKNOWN;
            }
            boolean agreed = differences(first).stream().allMatch(d -> d > 0)
                    || differences(first).stream().allMatch(d -> d < 0);
            if (!differenceInterval.excludesZero() || !agreed) {
                return Effect.NONE;
            }
            return difference > 0 == (better == Figure.Better.HIGHER) ? Effect.BETTER : Effect.WORSE;
        }
    }

    /** What an arm does to a figure. */
    public enum Effect {
        /** Better, and neither other images nor, where there are several, the other seeds speak against it. */
        BETTER,
        /** Worse, likewise. */
        WORSE,
        /** The interval holds zero, or the seeds disagree. */
        NONE,
        /** It cannot be told. */
        UNKNOWN
    }

    /**
     * One image several times.
     *
     * @param type of the bytes, such as {@code image/jpeg}
     * @param views the labels first, then what each arm found
     */
    public record Picture(String caption, String type, List<View> views) {

        public Picture {
            views = List.copyOf(views);
        }
    }

    /** A picture and whose view it is. */
    @SuppressWarnings("ArrayRecordComponent") // file contents, never compared
    public record View(String name, byte[] bytes) {}
}
