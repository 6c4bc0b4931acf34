package io.candor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classifiers behind the same addresses as detectors. */
class ClassifierTest {

    @TempDir
    private Path folder;

    private Server server;
    private Client client;

    private Path serve() {
        Path file = TileModel.classifier(folder.resolve("colour.onnx"));
        start(file);
        return file;
    }

    private void start(Path file) {
        server = Server.start(ServeOptions.of(ModelSource.parse(file.toString())), EventLog.NONE);
        client = new Client(server);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** Reddish; probabilities of red and blue are those of logits 4 * 200 / 255 and 4 * 100 / 255. */
    private byte[] reddish() {
        Image image = Image.filled(90, 70, 0);
        for (int i = 0; i < image.bgr().length; i += 3) {
            image.bgr()[i] = 100;
            image.bgr()[i + 2] = (byte) 200;
        }
        return Client.png(image, folder);
    }

    private static final double RED = 1 / (1 + Math.exp(-400. / 255));

    @Test
    void classes_are_told_the_most_probable_first() {
        serve();
        Client.Answer answer = client.post("/predictions/colour", "image/png", reddish());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode json = answer.json();
        assertThat(json.get("width").asInt()).isEqualTo(90);
        assertThat(json.get("height").asInt()).isEqualTo(70);
        assertThat(json.get("model_name").asText()).isEqualTo("colour");
        assertThat(json.has("detections")).isFalse();
        assertThat(json.get("classes"))
                .extracting(one -> one.get("name").asText())
                .containsExactly("red", "blue");
        JsonNode red = json.get("classes").get(0);
        assertThat(red.get("class").asInt()).isZero();
        assertThat(red.get("confidence").asDouble()).isCloseTo(RED, within(1e-5));
        assertThat(red.has("calibrated")).as("there is no calibration").isFalse();
        assertThat(json.get("milliseconds").get("total").asDouble()).isPositive();
        assertThat(client.get("/metrics").text())
                .contains("candor_images_total{model=\"colour\"} 1.0")
                .containsPattern("candor_confidence_count\\{class=\"red\",model=\"colour\"} 1");
    }

    @Test
    void confidences_are_calibrated_by_what_lies_beside_the_model() throws IOException {
        Path file = TileModel.classifier(folder.resolve("colour.onnx"));
        Files.writeString(
                folder.resolve("colour.calibration.json"),
                "{\"format\":\"candor-calibration\",\"version\":1,\"task\":\"classification\",\"model_sha256\":\"%s\",\"data_fingerprint\":\"d\",\"images\":[],\"settings\":{},\"calibrator\":{\"method\":\"temperature\",\"temperature\":2,\"of\":\"probabilities\",\"classes\":[\"red\",\"blue\"]}}"
                        .formatted(Judged.sha256(file)));
        start(file);
        JsonNode red = client.post("/predictions/colour", "image/png", reddish())
                .json()
                .get("classes")
                .get(0);
        assertThat(red.get("confidence").asDouble()).isCloseTo(RED, within(1e-5));
        assertThat(red.get("calibrated").asDouble()).isCloseTo(1 / (1 + Math.exp(-200. / 255)), within(1e-5));
        JsonNode listed = client.get("/models").json().get("models").get(0);
        assertThat(listed.get("task").asText()).isEqualTo("classify");
        assertThat(listed.get("calibrated").asBoolean()).isTrue();
    }

    @Test
    void numbers_go_in_and_come_out_by_the_protocol() {
        serve();
        JsonNode metadata = client.get("/v2/models/colour").json();
        assertThat(metadata.get("outputs").get(0).get("shape").toString()).isEqualTo("[-1,2]");
        String zeros = "0,".repeat(3 * 64 * 64 - 1) + "0";
        Client.Answer answer = client.post(
                "/v2/models/colour/infer",
                "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"FP32\",\"shape\":[1,3,64,64],\"data\":[%s]}]}"
                        .formatted(zeros));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().get("outputs").get(0).get("data").toString()).isEqualTo("[0.5,0.5]");
    }

    @Test
    void there_is_no_model_of_pictures_and_objects_beside_it() {
        serve();
        Client.Answer answer = client.get("/v2/models/colour.image");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error()).contains("POST /predictions/colour");
    }

    @Test
    void a_stream_cannot_be_judged_by_it() {
        Path file = TileModel.classifier(folder.resolve("colour.onnx"));
        ServeOptions options = ServeOptions.of(ModelSource.parse(file.toString()))
                .withFeeds(new FeedSource("line1", "colour", desk -> {}));
        assertThatThrownBy(() -> Server.start(options, EventLog.NONE))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("classifier");
    }

    @Test
    void a_detector_that_is_replaced_by_it_answers_as_it_does() {
        Path file = TileModel.standard().write(folder.resolve("tiles.onnx"));
        start(file);
        assertThat(client.post("/predictions/tiles", "image/png", reddish())
                        .json()
                        .has("detections"))
                .isTrue();
        TileModel.classifier(file);
        server.look();
        server.look();
        assertThat(client.post("/predictions/tiles", "image/png", reddish())
                        .json()
                        .has("classes"))
                .isTrue();
    }
}
