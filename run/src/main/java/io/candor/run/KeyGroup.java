package io.candor.run;

import java.util.List;

/**
 * Keys that belong together in a help text.
 *
 * @param heading a word or two
 * @param keys in the order they are shown
 */
public record KeyGroup(String heading, List<Key<?>> keys) {
    public KeyGroup {
        keys = List.copyOf(keys);
    }

    static KeyGroup of(String heading, Key<?>... keys) {
        return new KeyGroup(heading, List.of(keys));
    }

    /** The keys of all groups, in order. */
    public static List<Key<?>> all(List<KeyGroup> groups) {
        return groups.stream().<Key<?>>flatMap(group -> group.keys().stream()).toList();
    }
}
