package io.candor.run;

import io.candor.data.InvalidInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What somebody asked for: a value for some {@link Key}s, defaults for the others.
 *
 * @param keys all that can be set, in the order of help texts and files
 * @param values by key name, only those that were set
 */
public record Settings(List<KeyGroup> keys, Map<String, Object> values) {

    public Settings {
        keys = List.copyOf(keys);
        values = Map.copyOf(values);
    }

    /** Nothing set. */
    public static Settings of(List<KeyGroup> keys) {
        return new Settings(keys, Map.of());
    }

    /**
     * The value set, or else the default that these settings have for the key, whichever command's key is asked with;
     * NoSuchElementException if there is neither.
     */
    public <T> T value(Key<T> key) {
        return given(key)
                .or(() -> standard(key))
                .orElseThrow(() -> new NoSuchElementException(key.name() + " is not set and has no default"));
    }

    @SuppressWarnings("unchecked") // keys of one name have one type
    private <T> Optional<T> standard(Key<T> key) {
        return find(key.name())
                .<Optional<T>>map(own -> (Optional<T>) own.standard())
                .orElseGet(key::standard);
    }

    /** The value set, if one was. */
    @SuppressWarnings("unchecked") // only with(...) puts values in, and it takes the key's type
    public <T> Optional<T> given(Key<T> key) {
        return Optional.ofNullable((T) values.get(key.name()));
    }

    /** The value set, if it is another than the default. */
    public <T> Optional<T> changed(Key<T> key) {
        return given(key).filter(value -> !value.equals(key.standard().orElse(null)));
    }

    /**
     * Returns if all of these keys have their defaults: who gives an option expects that it acts.
     *
     * @param help anchor
     * @param why nothing reads it, and what to do; follows the option's name in the message
     * @throws InvalidInput naming the first that has not
     */
    void refuse(List<? extends Key<?>> unread, String help, String why) {
        unread.stream().filter(key -> changed(key).isPresent()).findFirst().ifPresent(key -> {
            throw new InvalidInput(help, key.option() + ": " + why);
        });
    }

    /** The value set; InvalidInput that names the option if none was. */
    public <T> T required(Key<T> key) {
        return given(key)
                .orElseThrow(() -> new InvalidInput(
                        "options",
                        "%s is missing: %s Give %s %s.".formatted(key.name(), key.help(), key.option(), key.label())));
    }

    /** A copy with one more value. */
    public <T> Settings with(Key<T> key, T value) {
        // Through the reader: a value from Java obeys the same limits as one from the command line.
        return put(key, value, "Java");
    }

    /**
     * A copy with values by name, which replace those set before; null means the default.
     *
     * @param source where they come from, for messages
     * @throws InvalidInput for a name that is no key, with the closest that is, and for values that do not fit
     */
    public Settings with(Map<String, ?> named, String source) {
        Settings result = this;
        for (Map.Entry<String, ?> entry : named.entrySet()) {
            Key<?> key = find(entry.getKey()).orElseThrow(() -> unknown(entry.getKey(), source));
            if (entry.getValue() != null) {
                result = result.put(key, entry.getValue(), source);
            }
        }
        return result;
    }

    /** The key of that name; hyphens count as underscores. */
    public Optional<Key<?>> find(String name) {
        String wanted = name.replace('-', '_');
        return all().stream().filter(key -> key.name().equals(wanted)).findFirst();
    }

    /** Every key, whether set or not. */
    public List<Key<?>> all() {
        return KeyGroup.all(keys);
    }

    /** Value set or default of every key by name, in order; null where there is neither. */
    public Map<String, Object> effective() {
        Map<String, Object> result = new LinkedHashMap<>();
        for (Key<?> key : all()) {
            Object set = values.get(key.name());
            result.put(key.name(), set != null ? set : key.standard().orElse(null));
        }
        return result;
    }

    private Settings put(Key<?> key, Object value, String source) {
        Map<String, Object> changed = new LinkedHashMap<>(values);
        changed.put(key.name(), key.read(value, source));
        return new Settings(keys, changed);
    }

    private InvalidInput unknown(String name, String source) {
        List<String> names = all().stream().<String>map(Key::name).toList();
        return new InvalidInput(
                "unknown-key",
                "%s: unknown key '%s'. Did you mean '%s'?".formatted(source, name, Closest.to(name, names)));
    }
}
