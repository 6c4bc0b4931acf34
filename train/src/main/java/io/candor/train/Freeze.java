package io.candor.train;

import io.candor.data.InvalidInput;
import io.candor.network.Definition;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rows of a network's table that training leaves as they are.
 *
 * @param rows row numbers; the head is the last
 */
public record Freeze(Set<Integer> rows) {

    /** Everything is trained. */
    public static final Freeze NOTHING = new Freeze(Set.of());

    public Freeze {
        rows = Set.copyOf(rows);
        for (int row : rows) {
            Setting.atLeast("freeze", row, 0);
        }
    }

    /** The first {@code count} rows: 10 freezes the backbone of YOLOv8. */
    public static Freeze first(int count) {
        Setting.atLeast("freeze", count, 0);
        return new Freeze(IntStream.range(0, count).boxed().collect(Collectors.toSet()));
    }

    /** Exactly the given rows. */
    public static Freeze rows(Collection<Integer> rows) {
        return new Freeze(Set.copyOf(rows));
    }

    /**
     * What users of YOLO write: one number for the first so many rows, or a list of row numbers such as
     * {@code 0,1,4}; brackets are allowed.
     *
     * @throws InvalidInput if it is neither
     */
    public static Freeze of(String text) {
        String list = text.replaceAll("[\\[\\]\\s]", "");
        if (list.isEmpty()) {
            return NOTHING;
        }
        if (!list.matches("\\d{1,4}(,\\d{1,4})*,?")) {
            throw new InvalidInput(
                    Setting.HELP,
                    "freeze: found \"%s\", expected a number of rows such as 10, or a list of rows such as 0,1,4."
                            .formatted(text));
        }
        return list.contains(",") || text.contains("[")
                ? rows(Stream.of(list.split(",")).map(Integer::valueOf).collect(Collectors.toSet()))
                : first(Integer.parseInt(list));
    }

    /** Whether the tensor of a network with the given name stays as it is. */
    boolean holds(Definition definition, String name) {
        return !rows.isEmpty() && rows.contains(definition.row(name));
    }

    /** The list form that {@link #of} reads. */
    @Override
    public String toString() {
        return new TreeSet<>(rows).stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
