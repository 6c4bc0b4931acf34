package io.candor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.Image;
import io.candor.data.Mask;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of every kind, good and bad. */
class PredictionsTest {

    @TempDir
    private static Path folder;

    private static Server server;
    private static Client client;
    private static byte[] tiles;

    @BeforeAll
    static void serve() {
        Path file = TileModel.standard().write(folder.resolve("tiles.onnx"));
        server = Server.start(
                ServeOptions.of(ModelSource.parse(file.toString()))
                        .withLimits(Limits.defaults().withRequestBytes(200_000).withImagePixels(1_000_000)),
                EventLog.NONE);
        client = new Client(server);
        tiles = Client.png(Client.tiles(), folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Client.Answer predict(byte[] file) {
        return client.post("/predictions/tiles", "image/png", file);
    }

    private static void assertRedAndBlue(Client.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().get("detections"))
                .extracting(object -> object.get("name").asText())
                .containsExactlyInAnyOrder("red", "blue");
    }

    @Test
    void objects_are_told_in_pixels_with_class_and_confidence() {
        JsonNode answer = predict(tiles).json();
        assertThat(answer.get("width").asInt()).isEqualTo(64);
        assertThat(answer.get("model_name").asText()).isEqualTo("tiles");
        assertThat(answer.has("verdict")).as("there is no policy").isFalse();
        JsonNode red = answer.get("detections").get(0).get("name").asText().equals("red")
                ? answer.get("detections").get(0)
                : answer.get("detections").get(1);
        assertThat(red.get("class").asInt()).isZero();
        assertThat(red.get("confidence").asDouble()).isCloseTo(1 / (1 + Math.exp(-5)), within(1e-4));
        // centre (12, 12), width 8 + 2 of red, height 8 + 1 of red
        assertThat(red.get("box").get(0).asDouble()).isCloseTo(7, within(1e-4));
        assertThat(red.get("box").get(1).asDouble()).isCloseTo(7.5, within(1e-4));
        assertThat(red.get("box").get(2).asDouble()).isCloseTo(17, within(1e-4));
        assertThat(answer.get("milliseconds").get("inference").asDouble()).isPositive();
    }

    /** Red a little: about as probable as calibration says a fifth is. */
    @Test
    void what_a_policy_wants_reviewed_is_reported_below_the_usual_confidence(@TempDir Path judged) {
        Image pale = Image.filled(64, 64, 114);
        Client.fill(pale, 8, 8, 97, 97, 135);
        Path file = TileModel.standard().write(judged.resolve("tiles.onnx"));
        for (double review : new double[] {.12, .3}) {
            Judged.write(judged, Judged.sha256(file), review);
            try (Server strict = Server.start(ServeOptions.of(ModelSource.parse(file.toString())), EventLog.NONE)) {
                JsonNode answer = new Client(strict)
                        .post("/predictions/tiles", "image/png", Client.png(pale, judged))
                        .json();
                assertThat(answer.get("verdict").asText()).isEqualTo(review < .2 ? "review" : "accept");
                assertThat(answer.get("detections")).hasSize(review < .2 ? 1 : 0);
                if (review < .2) {
                    assertThat(answer.at("/detections/0/calibrated").asDouble()).isBetween(.12, .25);
                }
            }
        }
    }

    @Test
    void forms_and_raw_bodies_mean_the_same() {
        assertRedAndBlue(predict(tiles));
        assertRedAndBlue(client.post("/predictions/tiles/1", "application/octet-stream", tiles));
        assertRedAndBlue(client.post("/predictions/tiles", "multipart/form-data; boundary=xx", form(tiles, 1)));
    }

    private static byte[] form(byte[] file, int files) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("--xx\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n"
                .getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < files; i++) {
            body.writeBytes(
                    "--xx\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(file);
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes("--xx--\r\n".getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    @Test
    void forms_without_exactly_one_file_are_refused() {
        for (int files : new int[] {0, 2}) {
            Client.Answer answer =
                    client.post("/predictions/tiles", "multipart/form-data; boundary=xx", form(tiles, files));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.error()).contains(files + " files");
        }
        assertThat(client.post("/predictions/tiles", "multipart/form-data", form(tiles, 1))
                        .error())
                .contains("needs a boundary");
        assertThat(client.post("/predictions/tiles", "multipart/form-data; boundary=yy", form(tiles, 1))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void other_content_types_are_refused() {
        for (String type : new String[] {"application/json", "text/html", "application/x-www-form-urlencoded"}) {
            Client.Answer answer = client.post("/predictions/tiles", type, tiles);
            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.error()).contains(type);
        }
        assertThat(client.post("/predictions/tiles", "image/png", tiles, "Content-Encoding", "gzip")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void corrupt_images_are_refused_with_the_reason() {
        assertThat(predict(Arrays.copyOf(tiles, tiles.length / 2)).error()).contains("cut short");
        assertThat(predict(new byte[0]).error()).contains("empty");
        assertThat(predict("hello".getBytes(StandardCharsets.UTF_8)).error()).contains("is not a JPEG");
        byte[] damaged = tiles.clone();
        Arrays.fill(damaged, 60, damaged.length - 20, (byte) 0x55);
        assertThat(predict(damaged).status()).isEqualTo(400);
        assertRedAndBlue(predict(tiles));
    }

    @Test
    void animated_gifs_are_refused_and_animated_pngs_give_their_first_picture() throws IOException {
        Client.Answer gif = predict("GIF89a animated".getBytes(StandardCharsets.UTF_8));
        assertThat(gif.status()).isEqualTo(400);
        assertThat(gif.error()).contains("is not a JPEG, PNG, WebP, BMP or TIFF image");
        assertRedAndBlue(predict(animated(tiles)));
    }

    /** Two frames, of which the usual picture is the first. */
    private static byte[] animated(byte[] png) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int afterHeader = 8 + 12 + 13;
        out.write(png, 0, afterHeader);
        out.writeBytes(chunk("acTL", ByteBuffer.allocate(8).putInt(2).putInt(0).array()));
        out.writeBytes(frame(0));
        int end = png.length - 12;
        out.write(png, afterHeader, end - afterHeader);
        out.writeBytes(frame(1));
        ByteBuffer packed = ByteBuffer.wrap(png, afterHeader, end - afterHeader);
        ByteBuffer content = ByteBuffer.allocate(png.length).putInt(2);
        while (packed.hasRemaining()) {
            int length = packed.getInt();
            boolean pixels = packed.getInt() == 0x49444154;
            byte[] part = new byte[length];
            packed.get(part).getInt();
            if (pixels) {
                content.put(part);
            }
        }
        out.writeBytes(chunk("fdAT", Arrays.copyOf(content.array(), content.position())));
        out.write(png, end, 12);
        return out.toByteArray();
    }

    private static byte[] frame(int sequence) throws IOException {
        return chunk(
                "fcTL",
                ByteBuffer.allocate(26)
                        .putInt(sequence)
                        .putInt(64)
                        .putInt(64)
                        .putInt(0)
                        .putInt(0)
                        .putShort((short) 1)
                        .putShort((short) 10)
                        .array());
    }

    private static byte[] chunk(String type, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(content.length);
        byte[] checked = ByteBuffer.allocate(4 + content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
        data.write(checked);
        CRC32 sum = new CRC32();
        sum.update(checked);
        data.writeInt((int) sum.getValue());
        return out.toByteArray();
    }

    @Test
    void one_pixel_is_an_image() {
        JsonNode answer = predict(Client.png(Image.filled(1, 1, 200), folder)).json();
        assertThat(answer.get("width").asInt()).isEqualTo(1);
        assertThat(answer.get("detections").isArray()).isTrue();
    }

    @Test
    void wide_images_pass_and_too_many_pixels_do_not() {
        assertThat(predict(Client.png(Image.filled(30_000, 4, 114), folder))
                        .json()
                        .get("width")
                        .asInt())
                .isEqualTo(30_000);
        Client.Answer large = predict(Client.png(Image.filled(1001, 1000, 114), folder));
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.error()).contains("1001 x 1000").contains("1000000");
    }

    /** A hundred gigabytes of pixels in a few kilobytes: the header is believed before anything is decoded. */
    @Test
    void decompression_bombs_are_refused_by_their_header() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        bomb.writeBytes(chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(200_000)
                        .putInt(200_000)
                        .put(new byte[] {8, 2, 0, 0, 0})
                        .array()));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream zip = new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_COMPRESSION))) {
            zip.write(new byte[10_000_000]);
        }
        bomb.writeBytes(chunk("IDAT", packed.toByteArray()));
        bomb.writeBytes(chunk("IEND", new byte[0]));
        Client.Answer answer = predict(bomb.toByteArray());
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.error()).contains("200000 x 200000");
    }

    @Test
    void sixteen_bits_and_cmyk_are_understood() throws IOException {
        try (Mat sixteen = new Mat(64, 64, opencv_core.CV_16UC3, new Scalar(0, 0, 65535, 0));
                BytePointer out = new BytePointer()) {
            opencv_imgcodecs.imencode(".png", sixteen, out);
            byte[] png = new byte[(int) out.limit()];
            out.get(png);
            JsonNode found = predict(png).json().get("detections");
            assertThat(found).isNotEmpty();
            assertThat(found.get(0).get("name").asText()).isEqualTo("red");
        }
        JsonNode found = predict(cmykRed()).json().get("detections");
        assertThat(found).isNotEmpty();
        assertThat(found.get(0).get("name").asText()).isEqualTo("red");
    }

    /** As programs for print write it: full amounts are no ink. */
    private static byte[] cmykRed() throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(0, 64, 64, 4, null);
        for (int i = 0; i < 64 * 64; i++) {
            raster.setPixel(i % 64, i / 64, new int[] {255, 0, 0, 255});
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(new IIOImage(raster, null, null));
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    @Test
    void bodies_that_are_too_long_are_refused() {
        Client.Answer answer = predict(new byte[200_001]);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.error()).contains("200000");
    }

    /** Without bodies: one that is left unread may reset the connection before the answer is read. */
    @Test
    void names_with_path_characters_reach_nothing() {
        Client.Answer reached = client.post("/predictions/tiles", "image/png", new byte[0]);
        assertThat(reached.status()).isEqualTo(400);
        for (String name :
                new String[] {"..%2f..%2fetc%2fpasswd", "%2e%2e", "..", "tiles%00", "a%5Cb", "tiles;x", "%3Cb%3E"}) {
            Client.Answer answer = client.post("/predictions/" + name, "image/png", new byte[0]);
            assertThat(answer.status()).as(name).isIn(400, 404, 405);
            assertThat(answer.error()).as(name).isNotEmpty().isNotEqualTo(reached.error());
        }
        Client.Answer none = client.post("/predictions/none", "image/png", tiles);
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.error()).isEqualTo("There is no model 'none'. There are: [tiles].");
    }

    @Test
    void an_answer_that_ends_the_connection_says_so() throws IOException {
        URI address = URI.create(client.server().address());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(60_000);
            String request = "POST /predictions/tiles%00 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 400 ").contains("Connection: close");
        }
    }

    @Test
    void masks_are_told_in_the_forms_that_are_asked_for() {
        Path file = TileModel.standard().withMasks().write(folder.resolve("outlines.onnx"));
        try (Server outlines = Server.start(ServeOptions.of(ModelSource.parse(file.toString())), EventLog.NONE)) {
            Client asking = new Client(outlines);
            JsonNode plain =
                    asking.post("/predictions/outlines", "image/png", tiles).json();
            assertThat(plain.get("detections")).isNotEmpty().allMatch(object -> !object.has("mask"));
            JsonNode both = asking.post("/predictions/outlines?masks=polygons,rle", "image/png", tiles)
                    .json();
            long covered = 0; // a detection whose prototypes say nothing inside its box has a mask without pixels
            for (JsonNode object : both.get("detections")) {
                JsonNode runs = object.at("/mask/rle");
                assertThat(runs.get("size").toString()).isEqualTo("[64,64]");
                Mask mask = Mask.decode(64, 64, runs.get("counts").asText());
                covered += mask.area();
                List<double[]> outlined = new ArrayList<>();
                object.at("/mask/polygons").forEach(points -> {
                    double[] corners = new double[points.size()];
                    for (int i = 0; i < corners.length; i++) {
                        corners[i] = points.get(i).asDouble();
                    }
                    outlined.add(corners);
                });
                assertThat(Mask.ofPolygons(outlined, 64, 64)).isEqualTo(mask);
            }
            assertThat(covered).isPositive();
            JsonNode polygons = asking.post("/predictions/outlines?masks=polygons", "image/png", tiles)
                    .json();
            assertThat(polygons.at("/detections/0/mask").has("rle")).isFalse();
            Client.Answer wrong = asking.post("/predictions/outlines?masks=png", "image/png", tiles);
            assertThat(wrong.status()).isEqualTo(400);
            assertThat(wrong.text()).contains("masks is 'png'; expected polygons, rle");
            JsonNode card = asking.get("/v2/models/outlines").json();
            assertThat(card.get("outputs").findValuesAsText("name")).containsExactly("output0", "output1");
            assertThat(card.at("/outputs/1/shape").toString()).isEqualTo("[1,2,16,16]");
        }
    }

    @Test
    void masks_of_a_model_without_any_are_left_out() {
        JsonNode answer =
                client.post("/predictions/tiles?masks=rle", "image/png", tiles).json();
        assertThat(answer.get("detections")).isNotEmpty().allMatch(object -> !object.has("mask"));
    }
}
