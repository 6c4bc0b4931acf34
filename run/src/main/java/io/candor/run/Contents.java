package io.candor.run;

import io.candor.data.InvalidInput;
import io.candor.metric.EvaluatedImage;
import io.candor.metric.EvaluationSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Which images and files are the same. */
final class Contents {

    private Contents() {}

    /** Per image the SHA-256 of its file, or its name where there is no file. */
    static List<String> of(EvaluationSet set, Path folder) {
        List<String> contents = new ArrayList<>();
        for (int i = 0; i < set.images().size(); i++) {
            EvaluatedImage image = set.image(i);
            Path file = folder.resolve(image.file().isEmpty() ? image.name() : image.file());
            contents.add(Files.isRegularFile(file) ? sha256(file) : image.name());
        }
        return contents;
    }

    /** SHA-256 of a picture's file, or its name where it lies in a larger one. */
    static String of(Path image) {
        return Files.isRegularFile(image) ? sha256(image) : image.toString();
    }

    /** SHA-256 of a file, hexadecimal. */
    static String sha256(Path file) {
        try (InputStream stream = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(stream, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw new InvalidInput("files", "%s cannot be read (%s).".formatted(file, Reason.of(e)), e);
        }
    }

    /**
     * Returns if no image is on both sides, neither by name nor by content.
     *
     * @throws InvalidInput naming the first that is
     */
    static void requireDisjoint(JudgedSplit fit, JudgedSplit judge) {
        Set<String> known = new HashSet<>(fit.contents());
        known.addAll(fit.set().images());
        int shared = 0;
        String first = "";
        for (int i = 0; i < judge.contents().size(); i++) {
            String name = judge.set().images().get(i);
            if (known.contains(judge.contents().get(i)) || known.contains(name)) {
                first = shared++ == 0 ? name : first;
            }
        }
        if (shared > 0) {
            throw new InvalidInput(
                    "same-images",
                    "%d of the %d images to judge on are also fitted on (the first: %s), by name or as copies. A calibration judged on its own images looks better than it is: choose disjoint splits, or use --fit-fraction."
                            .formatted(shared, judge.contents().size(), first));
        }
    }
}
