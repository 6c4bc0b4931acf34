package io.candor.serve;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * Keys that clients must show one of; with none, everybody is let in.
 *
 * @param keys each of at least 16 characters
 */
public record ApiKeys(List<String> keys) {

    private static final int SHORTEST = 16;
    private static final String BEARER = "Bearer ";

    /** Everybody is let in. */
    public static final ApiKeys NONE = new ApiKeys(List.of());

    public ApiKeys {
        keys = List.copyOf(keys);
        if (keys.stream().anyMatch(key -> key.length() < SHORTEST)) {
            throw new InvalidInput(
                    "serve-keys",
                    "An API key has less than %d characters, which can be guessed. Make one: openssl rand -hex 24."
                            .formatted(SHORTEST));
        }
    }

    /**
     * One key per line; empty lines and lines that begin with # are passed over.
     *
     * @throws InvalidInput if the file cannot be read, holds none or one that is too short
     */
    public static ApiKeys read(Path file) {
        try {
            List<String> keys = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            if (keys.isEmpty()) {
                throw new InvalidInput("serve-keys", "%s: there is no key in it, one per line.".formatted(file));
            }
            return new ApiKeys(keys);
        } catch (IOException e) {
            throw new InvalidInput("serve-keys", "%s cannot be read: %s.".formatted(file, e.getMessage()), e);
        }
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** What a client showed, by {@code Authorization: Bearer KEY} or {@code X-API-Key: KEY}. */
    boolean admits(Optional<String> authorization, Optional<String> apiKey) {
        if (keys.isEmpty()) {
            return true;
        }
        String shown = apiKey.or(() -> authorization
                        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                        .map(value -> value.substring(BEARER.length()).strip()))
                .orElse("");
        byte[] given = shown.getBytes(StandardCharsets.UTF_8);
        boolean known = false;
        for (String key : keys) { // all of them, in constant time each: the time tells nothing
            known |= MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), given);
        }
        return known;
    }
}
