package io.candor.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Reference files of this repository, under {@code golden/} on the test class path. */
public final class Golden {

    private Golden() {}

    public static InputStream open(String name) throws IOException {
        InputStream in = Golden.class.getResourceAsStream("/golden/" + name);
        assertThat(in).as("golden/" + name).isNotNull();
        return name.endsWith(".gz") ? new GZIPInputStream(in) : in;
    }

    public static String text(String name) throws IOException {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A safetensors file, copied to {@code folder} first. */
    public static Weights tensors(String name, Path folder) throws IOException {
        Path copy = folder.resolve("golden.safetensors");
        try (InputStream in = open(name)) {
            Files.write(copy, in.readAllBytes());
        }
        return Safetensors.read(copy);
    }
}
