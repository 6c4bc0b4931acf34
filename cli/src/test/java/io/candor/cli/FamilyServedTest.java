package io.candor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.data.Classes;
import io.candor.data.Image;
import io.candor.data.Mask;
import io.candor.data.Split;
import io.candor.data.read.ImageWriter;
import io.candor.data.synth.BoardPainter;
import io.candor.data.synth.SynthOptions;
import io.candor.infer.Classifier;
import io.candor.network.Catalogue;
import io.candor.network.Network;
import io.candor.network.Task;
import io.candor.run.ExportKeys;
import io.candor.run.ExportRun;
import io.candor.serve.EventLog;
import io.candor.serve.ModelSource;
import io.candor.serve.ServeOptions;
import io.candor.serve.Server;
import io.candor.tensor.Weight;
import io.candor.tensor.Weight.Role;
import io.candor.weights.NetworkFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One checkpoint of each family, with random weights, from the weight file to an answer of the server. */
class FamilyServedTest {

    private static final int SIZE = 64;
    private static final Classes CLASSES = new Classes(List.of("open", "short"));

    @TempDir
    private Path folder;

    @BeforeAll
    static void oneThread() {
        torch.set_num_threads(1);
    }

    @Test
    void a_segmenter_is_exported_verified_and_served() throws Exception {
        goThrough("yolo11n-seg");
    }

    @Test
    @Tag("slow")
    void others_are_exported_verified_and_served() throws Exception {
        goThrough("yolov8n", "yolov10n", "yolo11n", "yolov8n-seg");
    }

    /** The server answers with objects; a classifier is used from Java. */
    @Test
    void a_classifier_is_exported_verified_and_used() throws IOException {
        try (Classifier classifier = Classifier.load(exported("yolov8n-cls"))) {
            assertThat(classifier.classify(picture()).probabilities()).hasSize(CLASSES.size());
        }
    }

    private static Image picture() {
        return new BoardPainter(SynthOptions.defaults().withSize(96).withTrackWidth(8))
                .paint(Split.VAL, 0)
                .image();
    }

    private Path exported(String name) throws IOException {
        Path model = folder.resolve(name + ".safetensors");
        try (Network network =
                        new Network(Catalogue.definition(name, CLASSES.size()).orElseThrow());
                NoGradGuard constant = new NoGradGuard()) {
            network.initialise(1).eval();
            network.definition().head().classBiases().forEach(bias -> fill(network, bias, -0.5, -2)); // much is found
            network.definition().weights().stream()
                    .filter(weight ->
                            weight.role() == Role.BIAS && weight.name().contains(".cv4."))
                    .forEach(weight -> fill(network, weight, 1, 1)); // masks are not on the brink
            NetworkFile.save(model, network, CLASSES, Map.of());
        }
        ExportRun.Result result =
                ExportRun.of(model).with(ExportKeys.IMGSZ, SIZE).run();
        assertThat(result.usable()).as(result.verdict().orElseThrow().text()).isTrue();
        return result.file();
    }

    /** The first number and all others. */
    private static void fill(Network network, Weight weight, double first, double others) {
        Tensor values = network.state().get(weight.name());
        values.fill_(new Scalar(others));
        values.narrow(0, 0, 1).fill_(new Scalar(first));
    }

    /** One server for all: starting one takes longer than exporting a network. */
    private void goThrough(String... names) throws Exception {
        List<ModelSource> sources = new ArrayList<>();
        for (String name : names) {
            sources.add(ModelSource.parse(name + "=" + exported(name)));
        }
        try (Server server = Server.start(ServeOptions.of(sources.toArray(ModelSource[]::new)), EventLog.NONE)) {
            for (String name : names) {
                boolean masks = Catalogue.definition(name, 1).orElseThrow().task() == Task.SEGMENT;
                JsonNode found = ask(server, name);
                assertThat(found).as(name).isNotEmpty();
                for (JsonNode object : found) {
                    assertThat(CLASSES.names()).contains(object.get("name").asText());
                    assertThat(object.has("mask")).as(name).isEqualTo(masks);
                    if (masks) {
                        String runs = object.at("/mask/rle/counts").asText();
                        assertThat(Mask.decode(96, 96, runs).area()).isPositive();
                    }
                }
            }
        }
    }

    private static JsonNode ask(Server server, String name) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("%s/predictions/%s?masks=rle".formatted(server.address(), name)))
                .header("Content-Type", "image/png")
                .POST(HttpRequest.BodyPublishers.ofByteArray(ImageWriter.encode(picture(), "png")))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body()).get("detections");
    }
}
