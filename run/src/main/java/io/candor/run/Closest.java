package io.candor.run;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The candidate a misspelt word most likely means. */
public final class Closest {

    private Closest() {}

    /** The candidate with the least edit distance to {@code word}; the first of them on a tie. */
    public static String to(String word, Collection<String> candidates) {
        String wanted = normal(word);
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> distance(wanted, normal(candidate))))
                .orElseThrow();
    }

    private static String normal(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Insertions, deletions and substitutions that turn one word into the other (Levenshtein, 1966). */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
