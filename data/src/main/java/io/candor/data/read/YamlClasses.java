package io.candor.data.read;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The classes a {@code data.yaml} names: {@code names} as a list or as a map from number to name, or just {@code nc}. */
final class YamlClasses {

    private static final String HELP = "class-names";

    /** More than any data set has; a slip of the keyboard must not fill the memory. */
    private static final int MOST_CLASSES = 100_000;

    private YamlClasses() {}

    static Classes of(YamlFile yaml) {
        Optional<YamlFile.Entry> count = yaml.find("nc").or(() -> yaml.find("number_of_classes"));
        Optional<YamlFile.Entry> names = yaml.find("names");
        if (names.isEmpty() && count.isEmpty()) {
            throw yaml.invalid(HELP, 0, "has neither `names` nor `nc`. Add the class names: `names: [open, short]`.");
        }
        List<String> list = names.map(entry -> names(yaml, entry)).orElseGet(() -> numbered(count(yaml, count.get())));
        count.ifPresent(entry -> agree(yaml, entry, list));
        if (list.isEmpty()) {
            int line = names.or(() -> count).orElseThrow().line();
            throw yaml.invalid(
                    HELP, line, "there are no classes, so nothing to detect. Name them: `names: [open, short]`.");
        }
        return new Classes(list);
    }

    private static void agree(YamlFile yaml, YamlFile.Entry entry, List<String> names) {
        int count = count(yaml, entry);
        if (count != names.size()) {
            throw yaml.invalid(
                    HELP,
                    entry.line(),
                    "`nc: %d` but `names` has %d entries. Correct one of them, or remove `nc`."
                            .formatted(count, names.size()));
        }
    }

    private static int count(YamlFile yaml, YamlFile.Entry entry) {
        String text = yaml.text(entry).strip();
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > MOST_CLASSES) {
            throw wrong(
                    yaml,
                    entry.line(),
                    "`nc` must be a whole number up to %d, found `%s`.".formatted(MOST_CLASSES, entry.text()));
        }
        return Integer.parseInt(text);
    }

    private static List<String> numbered(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("class" + i);
        }
        return names;
    }

    private static List<String> names(YamlFile yaml, YamlFile.Entry entry) {
        if (entry.node() instanceof SequenceNode) {
            return yaml.list(entry).stream().map(YamlFile.Entry::text).toList();
        }
        if (entry.node() instanceof MappingNode map) {
            return names(yaml, entry.line(), map);
        }
        if (entry.text().isBlank()) {
            throw wrong(
                    yaml,
                    entry.line(),
                    "`names` is empty. If the names follow below, indent them by two spaces: `  0: open`.");
        }
        throw wrong(
                yaml,
                entry.line(),
                "`names` must be a list or a map from number to name, found `%s`.".formatted(entry.text()));
    }

    private static List<String> names(YamlFile yaml, int line, MappingNode map) {
        TreeMap<Integer, String> names = new TreeMap<>();
        for (YamlFile.Entry entry : yaml.entries(map)) {
            names.put(number(yaml, entry), yaml.text(entry));
        }
        for (int i = 0; i < names.size(); i++) {
            if (!names.containsKey(i)) {
                throw wrong(
                        yaml,
                        line,
                        "`names` has %d entries but none numbered %d: the numbers must be 0 to %d without gaps."
                                .formatted(names.size(), i, names.size() - 1));
            }
        }
        return List.copyOf(names.values());
    }

    private static int number(YamlFile yaml, YamlFile.Entry entry) {
        try {
            return Integer.parseUnsignedInt(entry.key());
        } catch (NumberFormatException e) {
            throw wrong(
                    yaml,
                    entry.line(),
                    "the keys of `names` must be class numbers (0, 1, ...), found `%s`.".formatted(entry.key()));
        }
    }

    private static InvalidInput wrong(YamlFile yaml, int line, String text) {
        return yaml.invalid(HELP, line, text);
    }
}
