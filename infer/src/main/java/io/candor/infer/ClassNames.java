package io.candor.infer;

import io.candor.data.Classes;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Class names as ONNX files of this family carry them: a Python dictionary {@code {0: 'person', 1: 'bicycle'}}; a Python
 * or JSON list and a JSON object are understood too.
 */
public final class ClassNames {

    /** A number and a colon, if there is one, then a text in either kind of quotes. */
    private static final Pattern ENTRY = Pattern.compile(
            "\\s*(?:['\"]?(\\d{1,6})['\"]?\\s*:)?\\s*(?:'((?:[^'\\\\]|\\\\.)*+)'|\"((?:[^\"\\\\]|\\\\.)*+)\")\\s*(,|$)",
            Pattern.DOTALL);

    private ClassNames() {}

    /** The names as a Python dictionary. */
    public static String format(Classes classes) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < classes.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(i).append(": ").append(quoted(classes.name(i)));
        }
        return text.append('}').toString();
    }

    private static String quoted(String name) {
        String escaped = name.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
        return escaped.contains("'") && !escaped.contains("\"")
                ? '"' + escaped + '"'
                : "'" + escaped.replace("'", "\\'") + "'";
    }

    /** The names in {@code text}; empty if it is no such dictionary or list, or numbers are missing. */
    public static Optional<Classes> parse(String text) {
        String trimmed = text.trim();
        if (trimmed.length() < 2 || "{[".indexOf(trimmed.charAt(0)) < 0) {
            return Optional.empty();
        }
        Map<Integer, String> names = new TreeMap<>();
        Matcher entry = ENTRY.matcher(trimmed.substring(1, trimmed.length() - 1));
        int end = 0;
        while (entry.find() && entry.start() == end) {
            int index = entry.group(1) == null ? names.size() : Integer.parseInt(entry.group(1));
            names.put(index, unescaped(entry.group(2) == null ? entry.group(3) : entry.group(2)));
            end = entry.end();
        }
        boolean whole = end == trimmed.length() - 2 && !names.isEmpty();
        boolean gapless = whole && ((TreeMap<Integer, String>) names).lastKey() == names.size() - 1;
        return gapless ? Optional.of(new Classes(new ArrayList<>(names.values()))) : Optional.empty();
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                c = switch (text.charAt(++i)) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> text.charAt(i);
                };
            }
            plain.append(c);
        }
        return plain.toString();
    }
}
