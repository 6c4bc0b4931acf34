package io.candor.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Reads reference files: gzipped test resources, or local files that must not be redistributed. */
public final class Golden {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Golden() {}

    /** The bytes of a gzipped resource below {@code golden/}. */
    public static byte[] resource(String name) {
        try (InputStream stream = Golden.class.getResourceAsStream("/golden/" + name + ".gz")) {
            assertThat(stream).as("test resource golden/%s.gz", name).isNotNull();
            return new GZIPInputStream(stream).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a file below {@code golden/} of the shared folder; skips the test elsewhere than in CI. */
    public static byte[] shared(String name) {
        Path file = Path.of(System.getProperty("candor.shared", "../../shared"), "golden", name);
        if ("true".equals(System.getenv("CI"))) {
            assertThat(file).exists();
        }
        assumeThat(file).exists();
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tensor of a safetensors file, widened to double, row-major. */
    public static double[] tensor(byte[] safetensors, String name) {
        return TensorFile.read(safetensors, name);
    }

    public static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    public static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).floatValue();
        }
        return values;
    }
}
