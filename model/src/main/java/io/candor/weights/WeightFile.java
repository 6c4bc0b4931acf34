package io.candor.weights;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A weight file of either format, told apart by its first bytes. */
public final class WeightFile {

    private WeightFile() {}

    /**
     * Reads a {@code .pt} checkpoint or a safetensors file.
     *
     * @throws InvalidInput if there is no such file, or it is neither, damaged, or unsafe
     */
    public static Weights read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInput(
                    "weights-file", "%s: no such weight file. Expected a .pt or .safetensors file.".formatted(file));
        }
        return isZip(file) ? PtFile.read(file) : Safetensors.read(file);
    }

    private static boolean isZip(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 'P' && in.read() == 'K';
        } catch (IOException e) {
            throw new InvalidInput("weights-file", "%s cannot be read: %s.".formatted(file, e.getMessage()), e);
        }
    }
}
