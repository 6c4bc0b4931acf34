package io.candor.data.read;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML file as a map that remembers its lines. Scalars stay the text that was written, so that a class called
 * {@code no} or {@code 012} keeps its name.
 */
final class YamlFile {

    private static final String HELP = "data-yaml";

    /**
     * One key with its value, or one element of a list.
     *
     * @param key empty for an element of a list
     * @param line counted from 1
     */
    record Entry(String key, int line, Node node) {
        /** The scalar as written; empty for null and for anything that is no scalar. */
        String text() {
            return node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL) ? scalar.getValue() : "";
        }
    }

    private final Path file;
    private final Map<String, Entry> entries;

    private YamlFile(Path file, Map<String, Entry> entries) {
        this.file = file;
        this.entries = entries;
    }

    static YamlFile read(Path file) {
        String text = content(file);
        Optional<Node> root = parse(file, text);
        if (root.isEmpty() || text.isBlank()) {
            throw new InvalidInput(
                    HELP, file + " is empty. Expected at least `train: ...`, `val: ...` and `names: [...]`.");
        }
        if (!(root.get() instanceof MappingNode map)) {
            throw new InvalidInput(
                    HELP,
                    "%s:%d: expected lines of the form `key: value`, such as `train: images/train`. Is there a space after each colon?"
                            .formatted(file, line(root.get())));
        }
        YamlFile yaml = new YamlFile(file, new HashMap<>());
        yaml.entries(map).forEach(entry -> yaml.entries.put(entry.key(), entry));
        return yaml;
    }

    Path file() {
        return file;
    }

    Optional<Entry> find(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** The entries of a map in order; a key that is there twice is refused. */
    List<Entry> entries(MappingNode map) {
        Map<String, Integer> seen = new HashMap<>();
        List<Entry> found = new ArrayList<>();
        for (NodeTuple tuple : map.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            int line = line(tuple.getKeyNode());
            Integer earlier = seen.putIfAbsent(key, line);
            if (earlier != null) {
                throw invalid(
                        HELP, line, "the key `%s` is already on line %d. Keep one of the two.".formatted(key, earlier));
            }
            found.add(new Entry(key, line, tuple.getValueNode()));
        }
        return found;
    }

    /** A scalar's text. */
    String text(Entry entry) {
        if (entry.node() instanceof ScalarNode) {
            return entry.text();
        }
        throw invalid(
                HELP,
                entry.line(),
                "`%s` must be a single value, found a list or a map. Check the indentation.".formatted(entry.key()));
    }

    /** A list's elements, or a single scalar as a list of one; null is an empty list. */
    List<Entry> list(Entry entry) {
        if (entry.node() instanceof SequenceNode sequence) {
            List<Entry> elements = new ArrayList<>();
            for (Node node : sequence.getValue()) {
                Entry element = new Entry("", line(node), node);
                elements.add(new Entry("", line(node), node));
                text(new Entry(entry.key(), element.line(), node));
            }
            return elements;
        }
        return text(entry).isBlank() ? List.of() : List.of(entry);
    }

    /** The error for a line of this file; line 0 means the file as a whole. */
    InvalidInput invalid(String help, int line, String text) {
        return new InvalidInput(help, line > 0 ? "%s:%d: %s".formatted(file, line, text) : file + " " + text);
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new InvalidInput("data-not-found", file + " does not exist. Expected a data.yaml.", e);
        } catch (CharacterCodingException e) {
            throw new InvalidInput(HELP, file + " is not UTF-8 text. Save it as UTF-8.", e);
        } catch (IOException e) {
            throw new InvalidInput(HELP, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Optional<Node> parse(Path file, String text) {
        try {
            LoadSettings settings =
                    LoadSettings.builder().setLabel(file.toString()).build();
            return new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            throw new InvalidInput(
                    HELP,
                    "%s:%d: is not valid YAML: %s.%s Check the indentation: keys start at the left margin, what belongs to them is indented by spaces, never by tabs."
                            .formatted(file, line, e.getProblem(), quoted(text, line)),
                    e);
        } catch (YamlEngineException e) {
            throw new InvalidInput(HELP, "%s is not valid YAML: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static String quoted(String text, int line) {
        return text.lines()
                .skip(line - 1L)
                .findFirst()
                .map(found -> " Found `" + found + "`.")
                .orElse("");
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }
}
