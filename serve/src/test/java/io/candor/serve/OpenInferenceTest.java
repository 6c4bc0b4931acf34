package io.candor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.infer.Detector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The protocol, as its text has it: paths, fields, errors. */
class OpenInferenceTest {

    private static final int NUMBERS = 3 * 64 * 64;

    @TempDir
    private static Path folder;

    private static Server server;
    private static Client client;
    private static float[] pixels;
    private static float[] expected;

    @BeforeAll
    static void serve() {
        Path file = TileModel.standard().write(folder.resolve("tiles.onnx"));
        Path any = TileModel.standard().anyBatch().write(folder.resolve("any.onnx"));
        server = Server.start(
                ServeOptions.of(ModelSource.parse(file.toString()), ModelSource.parse(any.toString())), EventLog.NONE);
        client = new Client(server);
        pixels = new float[NUMBERS];
        Random random = new Random(1);
        for (int i = 0; i < NUMBERS; i++) {
            pixels[i] = random.nextInt(256) / 255f;
        }
        try (Detector detector = Detector.load(file)) {
            FloatBuffer direct = TensorType.direct(NUMBERS).put(pixels).flip();
            expected = detector.run(direct, 1, 3, 64, 64).get(0).values();
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String request(String extra) {
        StringBuilder numbers = new StringBuilder();
        for (float pixel : pixels) {
            numbers.append(numbers.isEmpty() ? "" : ",").append(pixel);
        }
        return "{%s\"inputs\":[{\"name\":\"images\",\"shape\":[1,3,64,64],\"datatype\":\"FP32\",\"data\":[%s]}]}"
                .formatted(extra, numbers);
    }

    private static byte[] joined(String json, float[] numbers) {
        byte[] head = json.getBytes(StandardCharsets.UTF_8);
        byte[] tail = TensorType.FP32.bytes(numbers);
        byte[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }

    @Test
    void health_and_metadata_have_the_fields_of_the_protocol() {
        assertThat(client.get("/v2/health/live").text()).isEqualTo("{\"live\":true}");
        assertThat(client.get("/v2/health/ready").json().get("ready").asBoolean())
                .isTrue();
        JsonNode metadata = client.get("/v2").json();
        assertThat(metadata.get("name").asText()).isEqualTo("candor");
        assertThat(metadata.get("extensions").toString()).isEqualTo("[\"binary_tensor_data\"]");
        assertThat(client.get("/v2/").status()).isEqualTo(200);
        JsonNode model = client.get("/v2/models/tiles").json();
        assertThat(model.toString())
                .isEqualTo(
                        "{\"name\":\"tiles\",\"versions\":[\"1\"],\"platform\":\"onnxruntime_onnx\",\"inputs\":[{\"name\":\"images\",\"datatype\":\"FP32\",\"shape\":[1,3,64,64]}],\"outputs\":[{\"name\":\"output0\",\"datatype\":\"FP32\",\"shape\":[1,6,64]}]}");
        assertThat(client.get("/v2/models/any/versions/1")
                        .json()
                        .at("/inputs/0/shape/0")
                        .asInt())
                .isEqualTo(-1);
        assertThat(client.get("/v2/models/tiles/ready").text()).isEqualTo("{\"name\":\"tiles\",\"ready\":true}");
        assertThat(client.get("/v2/models/tiles/versions/1/ready").status()).isEqualTo(200);
    }

    @Test
    void json_tensors_give_what_the_library_gives() {
        JsonNode answer = client.post("/v2/models/tiles/infer", request("\"id\":\"forty-two\","))
                .json();
        assertThat(answer.get("model_name").asText()).isEqualTo("tiles");
        assertThat(answer.get("model_version").asText()).isEqualTo("1");
        assertThat(answer.get("id").asText()).isEqualTo("forty-two");
        JsonNode output = answer.at("/outputs/0");
        assertThat(output.get("name").asText()).isEqualTo("output0");
        assertThat(output.get("datatype").asText()).isEqualTo("FP32");
        assertThat(output.get("shape").toString()).isEqualTo("[1,6,64]");
        assertThat(output.get("data")).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((float) output.get("data").get(i).asDouble()).isEqualTo(expected[i]);
        }
    }

    @Test
    void nested_data_mean_the_same_as_flat_data() {
        StringBuilder rows = new StringBuilder("[[");
        for (int c = 0; c < 3; c++) {
            rows.append(c == 0 ? "[" : ",[");
            for (int y = 0; y < 64; y++) {
                float[] row = Arrays.copyOfRange(pixels, (c * 64 + y) * 64, (c * 64 + y + 1) * 64);
                rows.append(y == 0 ? "" : ",").append(Arrays.toString(row));
            }
            rows.append(']');
        }
        String json = "{\"inputs\":[{\"data\":%s]],\"name\":\"images\",\"shape\":[1,3,64,64],\"datatype\":\"FP32\"}]}"
                .formatted(rows);
        JsonNode answer = client.post("/v2/models/tiles/versions/1/infer", json).json();
        assertThat(answer.at("/outputs/0/data/300").asDouble()).isCloseTo(expected[300], within(1e-6));
    }

    @Test
    void binary_tensors_go_both_ways() {
        String json =
                "{\"id\":\"b\",\"inputs\":[{\"name\":\"images\",\"shape\":[1,3,64,64],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":%d}}],\"outputs\":[{\"name\":\"output0\",\"parameters\":{\"binary_data\":true}}]}"
                        .formatted(4 * NUMBERS);
        Client.Answer answer = client.post(
                "/v2/models/tiles/infer",
                "application/octet-stream",
                joined(json, pixels),
                "Inference-Header-Content-Length",
                Integer.toString(json.length()));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        int head = Integer.parseInt(answer.header("Inference-Header-Content-Length"));
        byte[] body = answer.response().body();
        String told = new String(body, 0, head, StandardCharsets.UTF_8);
        assertThat(told).contains("\"id\":\"b\"").contains("\"binary_data_size\":" + 4 * expected.length);
        FloatBuffer numbers = ByteBuffer.wrap(body, head, body.length - head)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        assertThat(numbers.remaining()).isEqualTo(expected.length);
        for (float value : expected) {
            assertThat(numbers.get()).isEqualTo(value);
        }
        String all = json.replace(
                "\"outputs\":[{\"name\":\"output0\",\"parameters\":{\"binary_data\":true}}]",
                "\"parameters\":{\"binary_data_output\":true}");
        Client.Answer again = client.post(
                "/v2/models/tiles/infer",
                "application/octet-stream",
                joined(all, pixels),
                "Inference-Header-Content-Length",
                Integer.toString(all.length()));
        assertThat(again.response().body()).isEqualTo(body);
    }

    @Test
    void several_images_share_a_request_where_the_file_allows_it() {
        float[] two = Arrays.copyOf(pixels, 2 * NUMBERS);
        System.arraycopy(pixels, 0, two, NUMBERS, NUMBERS);
        String json =
                "{\"inputs\":[{\"name\":\"images\",\"shape\":[2,3,64,64],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":%d}}]}"
                        .formatted(8 * NUMBERS);
        JsonNode output = client.post(
                        "/v2/models/any/infer",
                        "application/octet-stream",
                        joined(json, two),
                        "Inference-Header-Content-Length",
                        Integer.toString(json.length()))
                .json()
                .at("/outputs/0");
        assertThat(output.get("shape").toString()).isEqualTo("[2,6,64]");
        assertThat(output.get("data").get(expected.length + 5).floatValue()).isEqualTo(expected[5]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                                  | not valid JSON",
                "[]                                                 | the body is [; expected an object",
                "{\"inputs\":3}                                     | inputs is 3; expected a list",
                "{\"inputs\":[]}                                    | expected one, 'images'",
                "{\"inputs\":[{}]}                                  | inputs[0].name is missing",
                "{\"inputs\":[{\"name\":7}]}                        | inputs[0].name is 7; expected a text",
                "{\"inputs\":[{\"name\":\"images\",\"shape\":[1,-3,64,64],\"datatype\":\"FP32\",\"data\":[]}]} | inputs[0].shape[1] is -3; expected a whole number",
                "{\"inputs\":[{\"name\":\"images\",\"shape\":[1,3.5],\"datatype\":\"FP32\",\"data\":[]}]} | inputs[0].shape[1] is 3.5; expected a whole number",
                "{\"inputs\":[{\"name\":\"images\",\"shape\":[99999999999999999999],\"datatype\":\"FP32\"}]} | expected a whole number",
                "{\"inputs\":[{\"name\":\"images\",\"shape\":[1,3,64,64],\"datatype\":\"INT8\",\"data\":[]}]} | images is of INT8; expected FP32",
                "{\"inputs\":[{\"name\":\"pictures\",\"shape\":[1,3,64,64],\"datatype\":\"FP32\",\"data\":[]}]} | The inputs are [pictures]; expected one, 'images'",
                "{\"inputs\":[{\"name\":\"images\",\"shape\":[1,3,32,64],\"datatype\":\"FP32\",\"data\":[]}]} | has the shape [1, 3, 32, 64]; expected [1, 3, 64, 64]",
                "{\"inputs\":[{\"name\":\"images\",\"shape\":[64,64],\"datatype\":\"FP32\",\"data\":[]}]} | has the shape [64, 64]",
                "{\"inputs\":[{\"name\":\"images\",\"shape\":[1,3,64,64],\"datatype\":\"FP32\",\"data\":[1,2]}]} | there are 2 numbers; shape [1, 3, 64, 64] needs 12288",
                "{\"inputs\":[{\"name\":\"images\",\"shape\":[1,3,64,64],\"datatype\":\"FP32\"}]} | data is missing",
                "{\"inputs\":[{\"name\":\"images\",\"shape\":[1,3,64,64],\"datatype\":\"FP32\",\"data\":[1,\"x\"]}]} | inputs[0].data, number 1 is x; expected a number",
                "{\"inputs\":[{\"name\":\"images\",\"shape\":[1,3,64,64],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":12}}]} | binary_data_size is 12 and 0 bytes follow",
                "{\"parameters\":{\"binary_data_output\":1},\"inputs\":[]} | expected true or false",
                "{\"inputs\":[]} {}                                 | Something follows",
            })
    void requests_that_are_none_are_refused_with_the_place(String body, String message) {
        Client.Answer answer = client.post("/v2/models/tiles/infer", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.error()).contains(message);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
    }

    @Test
    void outputs_that_do_not_exist_are_named() {
        Client.Answer answer = client.post("/v2/models/tiles/infer", request("\"outputs\":[{\"name\":\"boxes\"}],"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("There is no output 'boxes'; there is 'output0'.");
    }

    @Test
    void unknown_models_versions_and_types_are_refused() {
        assertThat(client.post("/v2/models/none/infer", "{}").status()).isEqualTo(404);
        assertThat(client.get("/v2/models/tiles/versions/2").status()).isEqualTo(404);
        assertThat(client.get("/v2/models/tiles/versions/x").error()).contains("[1]");
        assertThat(client.post("/v2/models/tiles/infer", "text/plain", new byte[1])
                        .status())
                .isEqualTo(415);
        assertThat(client.post(
                                "/v2/models/tiles/infer",
                                "application/octet-stream",
                                new byte[10],
                                "Inference-Header-Content-Length",
                                "11")
                        .status())
                .isEqualTo(400);
    }
}
