package io.candor.decide;

import io.candor.data.InvalidInput;
import io.candor.metric.EvaluationSet;
import java.util.ArrayList;
import java.util.List;

/** Refuses to choose thresholds where there is nothing to choose them by. */
final class Positives {

    static final String HELP = "too-few-objects";

    /** With ten objects, a recall of .9 is known to about .1 at best. */
    private static final int LEAST = 10;

    private Positives() {}

    static void require(List<Ladder> ladders, EvaluationSet set, Rule.Scope scope) {
        List<String> lacking = new ArrayList<>();
        for (int k = 0; k < ladders.size(); k++) {
            Ladder ladder = ladders.get(k);
            if (ladder.objects() < LEAST || ladder.found() == 0) {
                String name = scope == Rule.Scope.POOLED
                        ? "all classes together"
                        : set.classes().name(k);
                lacking.add("%s: %d objects, %d of them found".formatted(name, ladder.objects(), ladder.found()));
            }
        }
        if (!lacking.isEmpty()) {
            throw new InvalidInput(
                    HELP,
                    "Thresholds cannot be chosen on these %d images: at least %d objects and one right detection are needed for each threshold, but there are (%s). %s"
                            .formatted(
                                    set.images().size(),
                                    LEAST,
                                    String.join("; ", lacking),
                                    scope == Rule.Scope.POOLED
                                            ? "Give more annotated images, or check that predictions and annotations belong together."
                                            : "Give more annotated images, or share one threshold with --scope pooled."));
        }
    }
}
