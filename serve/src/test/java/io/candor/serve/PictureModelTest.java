package io.candor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Image files through the Open Inference Protocol. */
class PictureModelTest {

    private static final String INFER = "/v2/models/tiles.image/infer";
    private static final String LENGTH = "Inference-Header-Content-Length";

    @TempDir
    private static Path folder;

    private static Server server;
    private static Client client;
    private static byte[] png;

    @BeforeAll
    static void serve() throws IOException {
        Path judged = Files.createDirectory(folder.resolve("judged"));
        Path file = TileModel.standard().write(judged.resolve("tiles.onnx"));
        Judged.write(judged, Judged.sha256(file));
        Path bare = TileModel.standard().write(folder.resolve("bare.onnx"));
        Path taken = TileModel.standard().write(folder.resolve("bare.image.onnx"));
        server = Server.start(
                ServeOptions.of(
                                ModelSource.parse(file.toString()),
                                ModelSource.parse(bare.toString()),
                                ModelSource.parse(taken.toString()))
                        .withLimits(Limits.defaults().withImagePixels(1_000_000)),
                EventLog.NONE);
        client = new Client(server);
        png = Client.png(Client.tiles(), folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String request(String extra, String data) {
        return "{%s\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[%s]}]}"
                .formatted(extra, data);
    }

    private static String base64(byte[] file) {
        return '"' + Base64.getEncoder().encodeToString(file) + '"';
    }

    private static JsonNode output(JsonNode answer, String name) {
        for (JsonNode output : answer.get("outputs")) {
            if (output.get("name").asText().equals(name)) {
                return output;
            }
        }
        throw new AssertionError(name + " is not in " + answer);
    }

    @Test
    void metadata_tell_one_image_file_in_and_objects_out() {
        JsonNode told = client.get("/v2/models/tiles.image").json();
        assertThat(told.get("name").asText()).isEqualTo("tiles.image");
        assertThat(told.get("inputs").toString())
                .isEqualTo("[{\"name\":\"image\",\"datatype\":\"BYTES\",\"shape\":[1]}]");
        assertThat(told.get("outputs"))
                .extracting(port -> port.get("name").asText())
                .containsExactly("boxes", "confidences", "classes", "names", "calibrated", "decisions", "verdict");
        assertThat(told.at("/outputs/0").toString())
                .isEqualTo("{\"name\":\"boxes\",\"datatype\":\"FP32\",\"shape\":[-1,4]}");
        assertThat(client.get("/v2/models/tiles.image/versions/1").status()).isEqualTo(200);
        assertThat(client.get("/v2/models/tiles.image/ready").text())
                .isEqualTo("{\"name\":\"tiles.image\",\"ready\":true}");
        assertThat(client.get("/v2/models/none.image").status()).isEqualTo(404);
        assertThat(client.get("/v2/models/bare.image")
                        .json()
                        .at("/inputs/0/datatype")
                        .asText())
                .as("a model of that name comes first")
                .isEqualTo("FP32");
    }

    @Test
    void a_file_in_base64_gives_what_predictions_give() {
        JsonNode expected = client.post("/predictions/tiles", "image/png", png).json();
        JsonNode answer =
                client.post(INFER, request("\"id\":\"7\",", base64(png))).json();
        assertThat(answer.get("model_name").asText()).isEqualTo("tiles.image");
        assertThat(answer.get("id").asText()).isEqualTo("7");
        assertThat(output(answer, "boxes").get("shape").toString()).isEqualTo("[2,4]");
        assertThat(output(answer, "verdict").get("data").toString()).isEqualTo("[\"reject\"]");
        for (int i = 0; i < 2; i++) {
            JsonNode object = expected.get("detections").get(i);
            assertThat(output(answer, "names").get("data").get(i)).isEqualTo(object.get("name"));
            assertThat(output(answer, "classes").get("data").get(i)).isEqualTo(object.get("class"));
            assertThat(output(answer, "decisions").get("data").get(i)).isEqualTo(object.get("decision"));
            for (String number : List.of("confidence", "calibrated")) {
                String name = number.equals("confidence") ? "confidences" : number;
                assertThat(output(answer, name).get("data").get(i).asDouble())
                        .isCloseTo(object.get(number).asDouble(), within(1e-6));
            }
            for (int k = 0; k < 4; k++) {
                assertThat(output(answer, "boxes").get("data").get(4 * i + k).asDouble())
                        .isCloseTo(object.get("box").get(k).asDouble(), within(1e-4));
            }
        }
        assertThat(client.get("/metrics").text()).contains("candor_images_total{model=\"tiles\"}");
    }

    /** As clients of Triton send and read it. */
    @Test
    void a_file_behind_the_json_is_answered_in_binary_if_wanted() throws IOException {
        String json =
                "{\"parameters\":{\"binary_data_output\":true},\"inputs\":[{\"name\":\"image\",\"shape\":[1,1],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":%d}}],\"outputs\":[{\"name\":\"names\"},{\"name\":\"classes\"},{\"name\":\"boxes\",\"parameters\":{\"binary_data\":false}}]}"
                        .formatted(png.length + 4);
        Client.Answer answer = binary(json, png.length, png);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        int head = Integer.parseInt(answer.header(LENGTH));
        byte[] body = answer.response().body();
        JsonNode told = new ObjectMapper().readTree(Arrays.copyOf(body, head));
        assertThat(told.get("outputs")).hasSize(3);
        assertThat(output(told, "boxes").get("data")).hasSize(8);
        ByteBuffer rest = ByteBuffer.wrap(body, head, body.length - head).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(rest.remaining())
                .isEqualTo(
                        output(told, "names").at("/parameters/binary_data_size").asInt() + 16);
        boolean redFirst = false; // outputs come in the order of the metadata: classes before names
        long first = rest.getLong();
        assertThat(first + rest.getLong()).isEqualTo(1);
        for (int i = 0; i < 2; i++) {
            byte[] name = new byte[rest.getInt()];
            rest.get(name);
            redFirst |= i == 0 && new String(name, StandardCharsets.UTF_8).equals("red");
        }
        assertThat(redFirst).isEqualTo(first == 0);
        assertThat(rest.hasRemaining()).isFalse();
    }

    private static Client.Answer binary(String json, int length, byte[] file) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(json.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .array());
        body.writeBytes(file);
        return client.post(
                INFER, "application/octet-stream", body.toByteArray(), LENGTH, Integer.toString(json.length()));
    }

    @Test
    void without_judgement_there_are_neither_calibrated_confidences_nor_decisions() throws IOException {
        Path file = TileModel.standard().write(folder.resolve("plain.onnx"));
        try (Server plain = Server.start(ServeOptions.of(ModelSource.parse(file.toString())), EventLog.NONE)) {
            JsonNode answer = new Client(plain)
                    .post("/v2/models/plain.image/infer", request("", base64(png)))
                    .json();
            assertThat(answer.get("outputs"))
                    .extracting(port -> port.get("name").asText())
                    .containsExactly("boxes", "confidences", "classes", "names");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"data\":[\"***\"]                        | data is no Base64",
                "\"data\":[\"aGVsbG8=\"]                   | is not a JPEG",
                "\"data\":[\"aGVsbG8=\",\"aGVsbG8=\"]      | inputs[0].data holds more than one text; expected one",
                "\"data\":[\"aGVsbG8=\",7]                 | inputs[0].data, number 1 is 7; expected a text",
                "\"data\":[1,2]                            | there is no text in data; expected one",
                "\"parameters\":{\"binary_data_size\":9}   | binary_data_size is 9; expected four bytes",
                "\"name\":\"picture\"                      | The inputs are [picture]; expected one, 'image'",
                "\"datatype\":\"FP32\"                     | image is of FP32; expected BYTES",
                "\"shape\":[2]                             | has the shape [2]; expected [1]",
            })
    void requests_that_are_none_are_refused_with_the_reason(String last, String message) {
        String body = "{\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"BYTES\",%s}]}".formatted(last);
        Client.Answer answer = client.post(INFER, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.error()).contains(message);
    }

    /** What follows the second text is not looked at: it is not even valid. */
    @Test
    void lists_that_are_too_long_are_refused_before_they_are_collected() {
        String many =
                "{\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"a\",\"a\",oops";
        assertThat(client.post(INFER, many).error()).contains("inputs[0].data holds more than one text");
        String sizes = "{\"inputs\":[{\"name\":\"image\",\"shape\":[%s oops".formatted("1,".repeat(65));
        assertThat(client.post(INFER, sizes).error()).isEqualTo("inputs[0].shape is longer than 64.");
        String outputs = "{\"outputs\":[%s oops".formatted("{\"name\":\"boxes\"},".repeat(65));
        assertThat(client.post(INFER, outputs).error()).isEqualTo("outputs is longer than 64.");
    }

    @Test
    void lengths_that_lie_unknown_outputs_and_texts_for_networks_are_refused() {
        String json =
                "{\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":%d}}]}";
        for (int length : new int[] {-1, 3, Integer.MAX_VALUE}) {
            assertThat(binary(json.formatted(length + 4L), length, png).error()).contains("four bytes with the length");
        }
        assertThat(client.post(INFER, request("\"outputs\":[{\"name\":\"output0\"}],", base64(png)))
                        .error())
                .startsWith("There is no output 'output0'; there is 'boxes', 'confidences'");
        assertThat(client.post(
                                "/v2/models/tiles/infer",
                                "{\"inputs\":[{\"name\":\"images\",\"shape\":[1,3,64,64],\"datatype\":\"FP32\",\"data\":[\"x\"]}]}")
                        .error())
                .isEqualTo("images: data holds texts; expected numbers.");
    }
}
