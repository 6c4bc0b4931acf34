package io.candor.run;

import io.candor.data.InvalidInput;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A named set of training settings: one way to train, or one condition under which every way is tried.
 *
 * @param name as reports show it
 * @param settings by the training's keys
 */
record GridArm(String name, Map<String, Object> settings) {

    static final String HELP = "compare-arms";

    /** What the comparison itself decides for every training. */
    private static final Set<String> FIXED =
            Set.of("out", "project", "name", "exist_ok", "resume", "seed", "single_cls", "classes");

    GridArm {
        Map<String, Object> named = new LinkedHashMap<>();
        settings.forEach((key, value) -> named.put(key.replace('-', '_'), value)); // files may write them as options
        settings = Collections.unmodifiableMap(named);
    }

    /**
     * Returns if every setting is one of a training and none is the comparison's own.
     *
     * @param source where it was given, for the message
     * @throws InvalidInput otherwise
     */
    GridArm checked(String source) {
        String place = "%s, '%s'".formatted(source, name);
        settings.keySet().stream().filter(FIXED::contains).findFirst().ifPresent(key -> {
            throw new InvalidInput(
                    HELP,
                    "%s: found %s, which is the same for all trainings of a comparison or set by it. Remove it there."
                            .formatted(place, key));
        });
        Settings.of(TrainKeys.ALL).with(settings, place);
        return this;
    }

    /** What the arm with a smoothing factor is called. */
    static String ofFactor(double factor) {
        return "epsilon " + BigDecimal.valueOf(factor).stripTrailingZeros().toPlainString();
    }

    /** The name as part of a path; the same on every file system. */
    String folder() {
        String slug = name.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}.]+", "-")
                .replaceAll("^[-.]+|[-.]+$", "");
        return slug.isEmpty() ? "arm" : slug;
    }

    /**
     * What it sets, in words, and what follows from that where other arms have something else.
     *
     * @param differing per setting that arms do not share, what each arm has, by its name
     */
    String words(Map<String, Map<String, Object>> differing) {
        Stream<String> own = settings.entrySet().stream().map(entry -> words(entry.getKey(), entry.getValue()));
        Stream<String> following = differing.entrySet().stream()
                .filter(entry -> !settings.containsKey(entry.getKey()))
                .filter(entry -> entry.getValue().get(name) != null)
                .map(entry -> words(entry.getKey(), entry.getValue().get(name)) + " (by default)");
        return Stream.concat(own, following).collect(Collectors.joining(", "));
    }

    private static String words(String key, Object value) {
        return key.replace('_', ' ') + " " + value;
    }
}
