package io.candor.train;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/** Reference numbers: those in the test resources, and those that may only lie beside the checkout. */
final class Golden {

    private Golden() {}

    /** A gzipped JSON file of the test resources. */
    static JsonNode json(String name) {
        try (InputStream in = open(name)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    /** A gzipped file of the test resources, unpacked to {@code target}. */
    static Path unpack(String name, Path target) throws IOException {
        try (InputStream in = open(name)) {
            Files.copy(in, target);
        }
        return target;
    }

    private static InputStream open(String name) throws IOException {
        return new GZIPInputStream(Golden.class.getResourceAsStream("/golden/" + name + ".gz"));
    }

    /** A file of the shared folder: missing it fails on CI and skips the test elsewhere. */
    static Path shared(String name) {
        Path file =
                Path.of(System.getProperty("candor.shared", "absent"), "golden").resolve(name);
        boolean there = Files.exists(file);
        if (!there && "true".equals(System.getenv("CI"))) {
            fail("%s is missing, and CI must have it".formatted(file));
        }
        assumeTrue(there, file + " is not on this machine");
        return file;
    }

    static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }
}
