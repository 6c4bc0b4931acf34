package io.candor.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.infer.DetectedObject;
import io.candor.infer.Detector;
import io.candor.network.Network;
import io.candor.weights.NetworkFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published weights, exported, find on a photo what the reference found with them. */
class PublishedWeightsTest {

    @TempDir
    private Path folder;

    /** Required where CI runs, skipped on machines that lack them: these files may not be redistributed. */
    private static Path shared(String name) {
        Path file = Path.of(System.getProperty("candor.shared", "../../shared"), name);
        if ("true".equals(System.getenv("CI"))) {
            assertThat(file).as("reference data, required in CI").isRegularFile();
        }
        assumeThat(Files.isRegularFile(file)).as("reference data at %s", file).isTrue();
        return file;
    }

    @Test
    void the_bus_is_found_as_by_the_reference() throws IOException {
        NetworkFile file = NetworkFile.load(shared("weights/yolov8n.pt"));
        Path onnx = folder.resolve("yolov8n.onnx");
        try (Network network = file.network()) {
            OnnxWriter.write(
                    new NetworkFile(network, file.classes(), Map.of()),
                    ExportOptions.defaults(),
                    new OnnxMetadata("test", Instant.EPOCH, Map.of()),
                    onnx);
        }
        JsonNode golden = new ObjectMapper()
                .readTree(shared("golden/forward/bus_detections.json").toFile())
                .get("detections_square_original_pixels");
        try (Detector detector = Detector.load(onnx)) {
            List<DetectedObject> found =
                    detector.detect(shared("data/samples/bus.jpg")).objects();
            assertThat(found).hasSize(golden.size());
            for (int i = 0; i < golden.size(); i++) {
                DetectedObject object = found.get(i);
                assertThat(object.classIndex())
                        .isEqualTo(golden.get(i).get("cls").intValue());
                // the reference resized with OpenCV 5, whose pixels differ by one here and there
                assertThat(object.confidence())
                        .isCloseTo(golden.get(i).get("score").doubleValue(), within(2e-3));
                JsonNode box = golden.get(i).get("xyxy");
                assertThat(object.box().x1()).isCloseTo(box.get(0).doubleValue(), within(.5));
                assertThat(object.box().y2()).isCloseTo(box.get(3).doubleValue(), within(.5));
            }
        }
    }
}
