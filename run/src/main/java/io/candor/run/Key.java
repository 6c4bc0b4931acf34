package io.candor.run;

import io.candor.data.InvalidInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One setting: its name, what values it takes and what holds when nobody sets it. The same key is an option of the
 * command line ({@code --weight-decay}), a line of a YAML file ({@code weight_decay: 0.0005}) and a Java constant.
 *
 * @param name as in YAML files, words joined by underscores
 * @param label what stands for the value in help texts; empty for a flag
 * @param standard the value without a setting; empty if there is none
 * @param help one sentence
 * @param reader turns what a file or the command line gave (text, number, list) into a value; its exceptions' messages
 *     say what was expected
 */
public record Key<T>(String name, String label, Optional<T> standard, String help, Function<Object, T> reader) {

    /** A whole number of at least {@code least}. */
    public static Key<Integer> whole(String name, int standard, int least, String help) {
        return new Key<>(name, "N", Optional.of(standard), help, given -> wholeFrom(given, least));
    }

    /** A whole number of at least {@code least} that has no fixed default. */
    public static Key<Integer> whole(String name, int least, String help) {
        return new Key<>(name, "N", Optional.empty(), help, given -> wholeFrom(given, least));
    }

    /** A number in [{@code low}, {@code high}]. */
    public static Key<Double> number(String name, double standard, double low, double high, String help) {
        return new Key<>(name, "X", Optional.of(standard), help, given -> numberFrom(given, low, high));
    }

    /** Any finite number; for values whose range is checked by the record they end in. */
    public static Key<Double> number(String name, double standard, String help) {
        return number(name, standard, -Double.MAX_VALUE, Double.POSITIVE_INFINITY, help);
    }

    /** Any finite number, with no fixed default. */
    public static Key<Double> number(String name, String help) {
        return new Key<>(
                name,
                "X",
                Optional.empty(),
                help,
                given -> numberFrom(given, -Double.MAX_VALUE, Double.POSITIVE_INFINITY));
    }

    /** Off unless set. */
    public static Key<Boolean> flag(String name, String help) {
        return new Key<>(name, "", Optional.of(Boolean.FALSE), help, Key::flagFrom);
    }

    /** One of several words, in lower case. */
    public static Key<String> choice(String name, List<String> choices, String help) {
        return new Key<>(
                name,
                String.join("|", choices),
                Optional.of(choices.get(0)),
                help,
                given -> choiceFrom(given, choices));
    }

    /** Free text with a default. */
    public static Key<String> text(String name, String label, String standard, String help) {
        return new Key<>(name, label, Optional.of(standard), help, Object::toString);
    }

    /** A file or folder; relative ones count from the working directory. */
    public static Key<Path> path(String name, String label, String help) {
        return new Key<>(name, label, Optional.empty(), help, given -> Path.of(given.toString()));
    }

    /** Several files or folders, separated by commas on the command line. */
    public static Key<List<Path>> paths(String name, String label, String help) {
        return new Key<>(name, label, Optional.empty(), help, Key::pathsFrom);
    }

    /** Several whole numbers, separated by commas on the command line; by default none. */
    public static Key<List<Integer>> wholes(String name, String help) {
        return new Key<>(name, "N,...", Optional.of(List.of()), help, Key::wholesFrom);
    }

    /** Several numbers from {@code low} to {@code high}, separated by commas on the command line; no default. */
    public static Key<List<Double>> numbers(String name, double low, double high, String help) {
        return new Key<>(name, "X,...", Optional.empty(), help, given -> numbersFrom(given, low, high));
    }

    /** Rows of a network: a single number counts from the first row, a list names them; by default none. */
    public static Key<List<Integer>> rows(String name, String help) {
        return new Key<>(name, "N|N,...", Optional.of(List.of()), help, Key::rowsFrom);
    }

    /** The same key with another default. */
    public Key<T> standard(T other) {
        return new Key<>(name, label, Optional.of(other), help, reader);
    }

    /** The same key explained in other words. */
    public Key<T> help(String other) {
        return new Key<>(name, label, standard, other, reader);
    }

    /** Name on the command line. */
    public String option() {
        return "--" + name.replace('_', '-');
    }

    /** True if the option can stand without a value. */
    public boolean isFlag() {
        return label.isEmpty();
    }

    /**
     * The value that {@code given} means.
     *
     * @param source where it was given, for the message: a file, or the command line
     * @throws InvalidInput if it is none
     */
    public T read(Object given, String source) {
        try {
            return reader.apply(given);
        } catch (IllegalArgumentException mismatch) {
            throw new InvalidInput(
                    "options", "%s: %s is '%s'; expected %s.".formatted(source, name, given, mismatch.getMessage()));
        }
    }

    private static int wholeFrom(Object given, int least) {
        String expected = "a whole number of at least " + least;
        try {
            int value = Integer.parseInt(given.toString().trim());
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(expected, notANumber);
        }
        throw new IllegalArgumentException(expected);
    }

    private static double numberFrom(Object given, double low, double high) {
        String expected = low == -Double.MAX_VALUE
                ? "a number"
                : high == Double.POSITIVE_INFINITY
                        ? "a number of at least " + plain(low)
                        : "a number from %s to %s".formatted(plain(low), plain(high));
        try {
            double value = Double.parseDouble(given.toString().trim());
            if (value >= low && value <= high && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(expected, notANumber);
        }
        throw new IllegalArgumentException(expected);
    }

    private static boolean flagFrom(Object given) {
        return switch (given.toString().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }

    private static String choiceFrom(Object given, List<String> choices) {
        String word = given.toString().toLowerCase(Locale.ROOT);
        if (!choices.contains(word)) {
            throw new IllegalArgumentException("one of " + String.join(", ", choices));
        }
        return word;
    }

    private static List<Integer> wholesFrom(Object given) {
        List<?> parts = given instanceof List<?> list
                ? list
                : Arrays.asList(given.toString().replaceAll("[\\[\\]\\s]", "").split(",", -1));
        List<Integer> values = new ArrayList<>();
        for (Object part : parts) {
            values.add(wholeFrom(part, 0));
        }
        return List.copyOf(values);
    }

    private static List<Double> numbersFrom(Object given, double low, double high) {
        List<?> parts = given instanceof List<?> list
                ? list
                : Arrays.asList(given.toString().replaceAll("[\\[\\]\\s]", "").split(",", -1));
        return parts.stream().map(part -> numberFrom(part, low, high)).toList();
    }

    private static List<Path> pathsFrom(Object given) {
        List<?> parts = given instanceof List<?> list
                ? list
                : Arrays.asList(given.toString().split(",", -1));
        return parts.stream().map(part -> Path.of(part.toString())).toList();
    }

    private static List<Integer> rowsFrom(Object given) {
        boolean count = !(given instanceof List<?>) && given.toString().matches("\\s*\\d+\\s*");
        return count ? IntStream.range(0, wholeFrom(given, 0)).boxed().toList() : wholesFrom(given);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
