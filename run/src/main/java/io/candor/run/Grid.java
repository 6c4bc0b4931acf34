package io.candor.run;

import io.candor.data.InvalidInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to be trained: every arm under every condition.
 *
 * @param settings of every training, unless the command line says otherwise
 * @param conditions arms are compared inside each; one without a name if there is nothing to cross them with
 * @param arms the first is what the others are compared with
 * @param subject what the arms after the first add; empty if each adds something else
 */
record Grid(Map<String, Object> settings, List<GridArm> conditions, List<GridArm> arms, String subject) {

    private static final List<Double> FACTORS = List.of(0.0, 0.05, 0.1, 0.2);
    private static final Set<String> PARTS = Set.of("settings", "conditions", "arms");
    private static final GridArm ALWAYS = new GridArm("", Map.of());

    Grid {
        conditions = List.copyOf(conditions);
        arms = List.copyOf(arms);
    }

    /**
     * The grid that {@code arms} or {@code epsilon} ask for.
     *
     * @throws InvalidInput if both are given, or what is given is no grid
     */
    static Grid of(Settings settings) {
        if (settings.given(CompareKeys.ARMS).isEmpty()) {
            return factors(settings.given(CompareKeys.EPSILON).orElse(FACTORS), settings);
        }
        if (settings.given(CompareKeys.EPSILON).isPresent()) {
            throw new InvalidInput(
                    "options", "--epsilon is short for --arms, so both together are unclear. Give one of them.");
        }
        String arms = settings.value(CompareKeys.ARMS);
        boolean inline = arms.contains(":") && !Files.exists(Path.of(arms.replace('\0', ' ')));
        Grid grid = inline ? inline(arms) : read(Path.of(arms));
        grid.requireDistinct(inline ? "--arms" : arms);
        return grid;
    }

    // ---- factors

    private static Grid factors(List<Double> asked, Settings settings) {
        if (settings.given(TrainKeys.LABEL_SMOOTHING).isPresent()) {
            throw new InvalidInput(
                    "options",
                    "--label-smoothing sets the factor of every training, but --epsilon varies it. Give one of them.");
        }
        List<Double> factors = new ArrayList<>(List.of(0.0));
        asked.stream().filter(factor -> factor != 0).forEach(factors::add);
        Grid grid = new Grid(
                Map.of(),
                List.of(ALWAYS),
                factors.stream()
                        .map(factor ->
                                new GridArm(GridArm.ofFactor(factor), Map.of(TrainKeys.LABEL_SMOOTHING.name(), factor)))
                        .toList(),
                "smoothing");
        grid.requireDistinct("--epsilon");
        return grid;
    }

    // ---- arms by name

    /** {@code name: key=value, key=value; name: ...} */
    private static Grid inline(String text) {
        List<GridArm> arms = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            if (!part.isBlank()) {
                arms.add(arm(part));
            }
        }
        return new Grid(Map.of(), List.of(ALWAYS), arms, "");
    }

    private static GridArm arm(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || text.substring(0, colon).isBlank()) {
            throw new InvalidInput(
                    GridArm.HELP,
                    "--arms: found '%s', expected 'name: key=value, key=value'. Separate arms by semicolons, or name a YAML file."
                            .formatted(text.strip()));
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        for (String pair : text.substring(colon + 1).split(",", -1)) {
            String[] sides = pair.split("=", 2);
            if (sides.length == 2) {
                settings.put(sides[0].strip(), sides[1].strip());
            } else if (!pair.isBlank()) {
                throw new InvalidInput(
                        GridArm.HELP,
                        "--arms: in '%s' found '%s', expected key=value."
                                .formatted(text.substring(0, colon).strip(), pair.strip()));
            }
        }
        return new GridArm(text.substring(0, colon).strip(), settings).checked("--arms");
    }

    // ---- a file

    private static Grid read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInput(
                    GridArm.HELP,
                    "%s: there is no such file. --arms takes a YAML file, or 'name: key=value; name: key=value'."
                            .formatted(file));
        }
        Map<?, ?> root = ArgsYaml.mapping(file);
        for (Object key : root.keySet()) {
            if (!PARTS.contains(String.valueOf(key))) {
                throw new InvalidInput(
                        "unknown-key",
                        "%s: unknown key '%s'. Did you mean '%s'?"
                                .formatted(file, key, Closest.to(String.valueOf(key), List.copyOf(PARTS))));
            }
        }
        GridArm common = new GridArm("settings", settings(file, "settings", root.get("settings")));
        List<GridArm> conditions = named(file, "conditions", root.get("conditions"));
        List<GridArm> arms = named(file, "arms", root.get("arms"));
        if (arms.isEmpty()) {
            throw new InvalidInput(
                    GridArm.HELP,
                    "%s: found no arms, expected 'arms:' with one entry per way to train, such as 'plain: {label_smoothing: 0}'."
                            .formatted(file));
        }
        return new Grid(
                common.checked(file.toString()).settings(),
                conditions.isEmpty() ? List.of(ALWAYS) : conditions,
                arms,
                "");
    }

    private static List<GridArm> named(Path file, String part, Object node) {
        List<GridArm> arms = new ArrayList<>();
        settings(file, part, node)
                .forEach((name, settings) -> arms.add(
                        new GridArm(name, settings(file, part + ", " + name, settings)).checked(file.toString())));
        return arms;
    }

    private static Map<String, Object> settings(Path file, String place, Object node) {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (node instanceof Map<?, ?> mapping) {
            mapping.forEach((key, value) -> settings.put(String.valueOf(key), value));
        } else if (node != null) {
            throw new InvalidInput(
                    GridArm.HELP, "%s: %s is '%s', expected 'key: value' below it.".formatted(file, place, node));
        }
        return settings;
    }

    private void requireDistinct(String source) {
        for (List<GridArm> named : List.of(arms, conditions)) {
            Set<String> folders = new HashSet<>();
            for (GridArm one : named) {
                if (!folders.add(one.folder())) {
                    throw new InvalidInput(
                            GridArm.HELP,
                            "%s: '%s' is there twice, or differs from another only in signs. Give every arm its own name."
                                    .formatted(source, one.name()));
                }
            }
        }
    }
}
