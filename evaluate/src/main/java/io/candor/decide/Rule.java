package io.candor.decide;

import io.candor.data.InvalidInput;
import io.candor.metric.MatchedDetections;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** How thresholds are chosen. */
public sealed interface Rule {

    /** What it does, with its numbers. */
    String words();

    /** Thresholds for the ladders of all classes. */
    List<Band> bands(List<Ladder> ladders, Situation situation);

    /** Whether thresholds are read off the data rather than from the costs alone. */
    default boolean learns() {
        return true;
    }

    /**
     * Facts about the images thresholds are chosen on.
     *
     * @param images their number
     * @param iou lowest IoU of a right detection
     */
    record Situation(int images, double iou) {}

    /** Whether classes have thresholds of their own. */
    enum Scope {
        PER_CLASS,
        POOLED
    }

    /**
     * Thresholds for a detector.
     *
     * @throws InvalidInput if a class, or all together where they share one, has fewer than ten objects or no right
     *     detection
     */
    default List<Band> fit(MatchedDetections matched, Scope scope) {
        int classes = matched.set().classes().size();
        List<Ladder> ladders = scope == Scope.POOLED
                ? List.of(Ladder.pooled(matched))
                : IntStream.range(0, classes)
                        .mapToObj(k -> Ladder.of(matched, k))
                        .toList();
        if (learns()) {
            Positives.require(ladders, matched.set(), scope);
        }
        List<Band> bands = bands(ladders, new Situation(matched.set().images().size(), matched.threshold()));
        return scope == Scope.POOLED ? Collections.nCopies(classes, bands.get(0)) : bands;
    }

    /**
     * Highest F-beta: {@code (1 + b^2) right / ((1 + b^2) right + b^2 missed + wrong)}.
     *
     * @param beta above 1 favours recall
     */
    record FBeta(double beta) implements Rule {
        public FBeta {
            if (!(beta > 0) || Double.isInfinite(beta)) {
                throw new InvalidInput("options", "beta is %s; expected a number above 0.".formatted(beta));
            }
        }

        @Override
        public String words() {
            return "highest F-beta, beta " + beta;
        }

        @Override
        public List<Band> bands(List<Ladder> ladders, Situation situation) {
            double b2 = beta * beta;
            return ladders.stream()
                    .map(ladder -> ladder.best(above -> above.right() == 0
                            ? 0
                            : (1 + b2)
                                    * above.right()
                                    / ((1 + b2) * above.right() + b2 * above.missed() + above.wrong())))
                    .toList();
        }
    }

    /** Least localisation recall precision error (Oksuz et al. 2018). */
    record LeastLrp() implements Rule {
        @Override
        public String words() {
            return "least LRP";
        }

        @Override
        public List<Band> bands(List<Ladder> ladders, Situation situation) {
            return ladders.stream()
                    .map(ladder -> ladder.best(above -> above.right() == 0
                            ? -1
                            : -(above.loss() / (1 - situation.iou()) + above.wrong() + above.missed())
                                    / (above.right() + above.wrong() + above.missed())))
                    .toList();
        }
    }

    /**
     * Highest recall with at least some precision.
     *
     * @param precision in (0, 1]
     */
    record PrecisionFloor(double precision) implements Rule {
        public PrecisionFloor {
            if (!(precision > 0 && precision <= 1)) {
                throw new InvalidInput(
                        "options", "precision is %s; expected a number above 0 and up to 1.".formatted(precision));
            }
        }

        @Override
        public String words() {
            return "highest recall with a precision of at least " + precision;
        }

        @Override
        public List<Band> bands(List<Ladder> ladders, Situation situation) {
            return ladders.stream()
                    .map(ladder -> ladder.best(
                            above -> above.right() >= precision * (above.right() + above.wrong()) ? above.right() : -1))
                    .toList();
        }
    }

    /**
     * Highest recall over all classes while wrong detections stay under a limit.
     *
     * @param perImage wrong detections of all classes an image may have on average
     */
    record FalseAlarmLimit(double perImage) implements Rule {
        public FalseAlarmLimit {
            if (!(perImage >= 0) || Double.isInfinite(perImage)) {
                throw new InvalidInput(
                        "options",
                        "false alarms per image is %s; expected a number of at least 0.".formatted(perImage));
            }
        }

        @Override
        public String words() {
            return "highest recall with at most %s false alarms an image".formatted(perImage);
        }

        @Override
        public List<Band> bands(List<Ladder> ladders, Situation situation) {
            return AlarmBudget.spend(ladders, perImage * situation.images());
        }
    }

    /**
     * Least cost of false calls and escapes, no reviews.
     *
     * @param form where thresholds come from
     */
    record Cost(Costs costs, Form form) implements Rule {
        @Override
        public String words() {
            return "least cost, false call %s, escape %s, %s".formatted(costs.falseCall(), costs.escape(), form.words);
        }

        @Override
        public boolean learns() {
            return form == Form.EMPIRICAL;
        }

        @Override
        public List<Band> bands(List<Ladder> ladders, Situation situation) {
            return ladders.stream()
                    .map(ladder -> form == Form.CLOSED
                            ? costs.twoWay()
                            : ladder.best(
                                    above -> -(costs.falseCall() * above.wrong() + costs.escape() * above.missed())))
                    .toList();
        }
    }

    /**
     * Least cost of false calls, escapes and reviews.
     *
     * @param form where thresholds come from
     */
    record ThreeWay(Costs costs, Form form) implements Rule {
        @Override
        public String words() {
            return "accept, review or reject at least cost: false call %s, escape %s, review %s, %s"
                    .formatted(costs.falseCall(), costs.escape(), costs.review(), form.words);
        }

        @Override
        public boolean learns() {
            return form == Form.EMPIRICAL;
        }

        @Override
        public List<Band> bands(List<Ladder> ladders, Situation situation) {
            return ladders.stream()
                    .map(ladder -> form == Form.CLOSED ? costs.threeWay() : ReviewBand.cheapest(ladder, costs))
                    .toList();
        }
    }

    /** Where thresholds that minimise a cost come from. */
    enum Form {
        /** From the costs alone; right if confidences are probabilities. */
        CLOSED("thresholds from the costs alone, taking confidences for probabilities"),
        /** From what was right and wrong on the images at hand; needs no calibration. */
        EMPIRICAL("thresholds from what was right and wrong on the fitted images");

        private final String words;

        Form(String words) {
            this.words = words;
        }
    }
}
