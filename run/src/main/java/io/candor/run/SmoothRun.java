package io.candor.run;

import io.candor.data.InvalidInput;
import io.candor.data.target.Smoothing;
import io.candor.data.target.SmoothingEffect;
import io.candor.data.target.SmoothingFacts;
import io.candor.data.target.Softening.Activation;
import io.candor.report.SmoothingChart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Explains a smoothing factor before anybody trains with it.
 *
 * @param settings of {@link SmoothKeys}
 */
public record SmoothRun(Settings settings) {

    /** Prints the facts and the table of factors, and draws them. */
    public Path run(RunListener listener) {
        SmoothingEffect effect = effect();
        text(effect).forEach(listener::say);
        Path file = settings.value(SmoothKeys.OUT);
        SmoothingChart.write(effect, file);
        listener.say("Drawn: " + file);
        return file;
    }

    /**
     * What the settings ask about.
     *
     * @throws io.candor.data.InvalidInput if the factor is out of the convention's range
     */
    public SmoothingEffect effect() {
        int classes = settings.value(SmoothKeys.CLASSES);
        Smoothing smoothing = Smoothing.of(settings.value(SmoothKeys.CONVENTION), factor(), classes);
        Activation activation =
                Activation.valueOf(settings.value(SmoothKeys.ACTIVATION).toUpperCase(Locale.ROOT));
        return new SmoothingEffect(smoothing, classes, activation);
    }

    private double factor() {
        Optional<Double> own = settings.given(SmoothKeys.EPSILON);
        Optional<Double> asTrain = settings.given(SmoothKeys.LABEL_SMOOTHING);
        if (own.isPresent() && asTrain.isPresent() && !own.equals(asTrain)) {
            throw new InvalidInput(
                    "options",
                    "--epsilon %s and --label-smoothing %s: both are the factor. Give one of them."
                            .formatted(own.get(), asTrain.get()));
        }
        return asTrain.orElseGet(() -> settings.value(SmoothKeys.EPSILON));
    }

    private static List<String> text(SmoothingEffect effect) {
        List<String> lines = new ArrayList<>(effect.smoothing().describe(effect.classes(), effect.activation()));
        if (!Double.isNaN(effect.divergence())) {
            lines.add(format("  KL divergence of the one-hot from the target %.4f nats", effect.divergence()));
        }
        lines.add("");
        lines.add("confidence      plain loss  gradient   smoothed loss  gradient");
        SmoothingEffect plain = new SmoothingEffect(new Smoothing.None(), effect.classes(), effect.activation());
        for (double p : new double[] {0.01, 0.1, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999}) {
            lines.add(format(
                    "%10.3f  %14.4f  %8.4f  %14.4f  %8.4f",
                    p, plain.loss(p), plain.gradient(p), effect.loss(p), effect.gradient(p)));
        }
        lines.add("");
        lines.add("factor  true-class  off-class  score cap  logit gap  loss floor      KL  ");
        effect.table().forEach(line -> lines.add(row(line)));
        return lines;
    }

    private static String row(SmoothingEffect.Line line) {
        SmoothingFacts facts = line.effect().facts();
        return format(
                        "%6.2f  %10.4f  %9.5f  %9.4f  %9.4f  %10.4f  %6.4f  %s",
                        line.effect().smoothing().epsilon(),
                        facts.on(),
                        facts.off(),
                        facts.scoreCap(),
                        facts.logitGap(),
                        facts.lossFloor(),
                        line.effect().divergence(),
                        line.advice())
                .stripTrailing();
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
