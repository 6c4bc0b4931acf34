package io.candor.run;

import io.candor.decide.Band;
import io.candor.decide.DecisionPolicy;
import io.candor.decide.PolicyEffect;
import io.candor.decide.PolicyFigure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a policy does, in tables and words. */
final class PolicyText {

    private PolicyText() {}

    static List<String> lines(DecisionPolicy policy, PolicyEffect effect, boolean calibrated) {
        List<String> lines = new ArrayList<>();
        lines.add("Rule: %s.".formatted(policy.rule()));
        lines.add("%-20s %-12s %s".formatted(calibrated ? "calibrated" : "confidence", "review from", "reject from"));
        for (int k = 0; k < policy.bands().size(); k++) {
            Band band = policy.bands().get(k);
            lines.add("%-20s %-12s %s"
                    .formatted(
                            policy.classes().name(k),
                            band.review() == band.reject() ? "-" : threshold(band.review()),
                            threshold(band.reject())));
        }
        lines.add("");
        lines.add("On %d other images with %d objects:".formatted(effect.images(), effect.objects()));
        for (PolicyEffect.Row row : effect.rows()) {
            lines.add("%-24s %s".formatted(row.figure().label(), value(row)));
        }
        lines.add("In brackets: " + effect.intervals() + ".");
        if (Double.isNaN(effect.row(PolicyFigure.OVERKILL).value())) {
            lines.add("Every image has an object, so nothing can be said about rejecting clean ones.");
        }
        return lines;
    }

    private static String threshold(double value) {
        return Double.isInfinite(value) ? "never" : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String value(PolicyEffect.Row row) {
        if (Double.isNaN(row.value())) {
            return "-";
        }
        return row.interval().isKnown()
                ? String.format(
                        Locale.ROOT,
                        "%.4f [%.4f, %.4f]",
                        row.value(),
                        row.interval().low(),
                        row.interval().high())
                : String.format(Locale.ROOT, "%.4f", row.value());
    }
}
