package io.candor.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.data.Image;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Reference tables and pictures (bytes only) of the augmentations. */
@SuppressWarnings("ArrayRecordComponent") // read once and never compared
record Golden(JsonNode json, byte[] tensors) {

    static JsonNode json(String name) throws IOException {
        try (InputStream file = Golden.class.getResourceAsStream("/golden/augment/" + name + ".json")) {
            return new ObjectMapper().readTree(file);
        }
    }

    static Golden read(String name) throws IOException {
        String resource = "/golden/augment/" + name + ".safetensors.gz";
        try (InputStream file = new GZIPInputStream(Golden.class.getResourceAsStream(resource))) {
            return new Golden(json(name), file.readAllBytes());
        }
    }

    /** Pictures too large for the repository: they must be there on the build server and may be missing elsewhere. */
    static Golden readShared(String name) throws IOException {
        Path file = Path.of(System.getProperty("candor.shared"), "golden", "augment", name + ".safetensors");
        if ("true".equals(System.getenv("CI"))) {
            assertThat(file).exists();
        }
        assumeTrue(Files.exists(file), "no reference pictures beside this checkout");
        return new Golden(json(name), Files.readAllBytes(file));
    }

    byte[] bytes(String tensor) throws IOException {
        JsonNode offsets = header().get(tensor).get("data_offsets");
        int start = headerEnd();
        return Arrays.copyOfRange(
                tensors, start + offsets.get(0).asInt(), start + offsets.get(1).asInt());
    }

    Image image(String tensor) throws IOException {
        JsonNode shape = header().get(tensor).get("shape");
        return new Image(shape.get(1).asInt(), shape.get(0).asInt(), bytes(tensor));
    }

    private JsonNode header() throws IOException {
        return new ObjectMapper().readTree(new String(tensors, 8, headerEnd() - 8, StandardCharsets.UTF_8));
    }

    private int headerEnd() {
        return 8
                + (int) ByteBuffer.wrap(tensors, 0, 8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getLong();
    }

    static int largestDifference(byte[] a, byte[] b) {
        assertThat(a).hasSameSizeAs(b);
        int largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs((a[i] & 0xff) - (b[i] & 0xff)));
        }
        return largest;
    }

    static double meanDifference(byte[] a, byte[] b) {
        assertThat(a).hasSameSizeAs(b);
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
        }
        return (double) sum / a.length;
    }
}
