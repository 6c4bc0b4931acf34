package io.candor.cli;

import io.candor.run.ArgsYaml;
import io.candor.run.Key;
import io.candor.run.KeyGroup;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Turns {@link Key}s into options of a command, and what was given for them into {@link Settings}. */
final class KeyOptions {

    private static final String CONFIG = "--config";

    private KeyOptions() {}

    /** Adds an option for every key, under its group's heading, and {@code --config}. */
    static void add(CommandSpec command, List<KeyGroup> groups) {
        command.usageMessage().sortOptions(false).abbreviateSynopsis(true);
        int order = 0;
        for (KeyGroup group : groups) {
            ArgGroupSpec.Builder section = ArgGroupSpec.builder()
                    .heading("%n" + group.heading() + "%n")
                    .validate(false)
                    .multiplicity("0..1")
                    .order(order++);
            for (Key<?> key : group.keys()) {
                section.addArg(option(key, order++));
            }
            command.addArgGroup(section.build());
        }
        command.addOption(OptionSpec.builder(CONFIG)
                .type(Path.class)
                .paramLabel("FILE")
                .description("settings from a YAML file, ours or another YOLO run's args.yaml; options win over it.")
                .build());
    }

    /** What the command line and the file behind {@code --config} say; the former wins. */
    static Settings settings(ParseResult parsed, List<KeyGroup> groups, RunListener listener) {
        Settings settings = Settings.of(groups);
        Path config = parsed.matchedOptionValue(CONFIG, (Path) null);
        if (config != null) {
            ArgsYaml file = ArgsYaml.read(config, settings);
            file.notes().forEach(listener::say);
            settings = settings.with(file.values(), config.toString());
        }
        return settings.with(given(parsed, settings), "command line");
    }

    private static Map<String, Object> given(ParseResult parsed, Settings settings) {
        Map<String, Object> given = new LinkedHashMap<>();
        for (Key<?> key : settings.all()) {
            String value = parsed.matchedOptionValue(key.option(), (String) null);
            if (value != null) {
                given.put(key.name(), value);
            }
        }
        return given;
    }

    private static OptionSpec option(Key<?> key, int order) {
        boolean valueMayBeMissing = key.isFlag() || key.label().startsWith("[");
        OptionSpec.Builder option = OptionSpec.builder(key.option())
                .type(String.class)
                .order(order)
                .description(description(key))
                .paramLabel(key.isFlag() ? "true|false" : key.label().replaceAll("^\\[|\\]$", ""));
        if (valueMayBeMissing) {
            option.arity("0..1").fallbackValue("true");
        }
        return option.build();
    }

    private static String description(Key<?> key) {
        String standard = key.standard().map(KeyOptions::text).orElse("");
        boolean worthSaying = !key.isFlag() && !List.of("", "[]", "false").contains(standard);
        return (key.help() + (worthSaying ? " [" + standard + "]" : "")).replace("%", "%%");
    }

    /** As people write it: 0.0005, not 5.0E-4. */
    private static String text(Object value) {
        return value instanceof Double number
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : value.toString();
    }
}
