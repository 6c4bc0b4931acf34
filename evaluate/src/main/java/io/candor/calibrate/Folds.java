package io.candor.calibrate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Divides images at random into parts; images that are copies of one another stay together. */
public final class Folds {

    private Folds() {}

    /**
     * The part of each image, parts of equal size as far as possible.
     *
     * @param contents what makes images copies: a content hash, or the name where nothing else is known
     */
    public static int[] of(List<String> contents, int parts, long seed) {
        List<String> distinct = shuffled(contents, seed);
        Map<String, Integer> part = new HashMap<>();
        for (int i = 0; i < distinct.size(); i++) {
            part.put(distinct.get(i), i % parts);
        }
        return contents.stream().mapToInt(part::get).toArray();
    }

    /** True for a random share of the images, rounded to whole ones; one between 0 and 1 leaves some on both sides. */
    public static boolean[] share(List<String> contents, double share, long seed) {
        List<String> distinct = shuffled(contents, seed);
        List<String> chosen = distinct.subList(0, count(share, distinct.size()));
        Map<String, Boolean> inside = new HashMap<>();
        chosen.forEach(content -> inside.put(content, true));
        boolean[] result = new boolean[contents.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = inside.getOrDefault(contents.get(i), false);
        }
        return result;
    }

    private static int count(double share, int all) {
        int rounded = (int) Math.round(share * all);
        return share > 0 && share < 1 && all > 1 ? Math.min(all - 1, Math.max(1, rounded)) : rounded;
    }

    /** In an order that depends on the contents and the seed alone. */
    private static List<String> shuffled(List<String> contents, long seed) {
        Map<String, Boolean> seen = new LinkedHashMap<>();
        contents.stream().sorted().forEach(content -> seen.put(content, true));
        List<String> distinct = new ArrayList<>(seen.keySet());
        Collections.shuffle(distinct, new Random(seed));
        return distinct;
    }
}
