package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.read.ImageWriter;
import io.candor.train.Outcome;
import io.candor.train.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossValidationTest {

    private static final List<String> NAMES = List.of("blue", "green", "red", "grey");

    @TempDir
    private static Path folder;

    /** Noisy pictures that are brightest in their class' channel, or grey; some lie in the folder of another class. */
    private static Set<String> pictures(Path place, int each, double wrong) throws IOException {
        Random random = new Random(5);
        Set<String> planted = new TreeSet<>();
        for (int k = 0; k < NAMES.size(); k++) {
            for (int i = 0; i < each; i++) {
                byte[] bgr = new byte[16 * 16 * 3];
                for (int p = 0; p < bgr.length; p++) {
                    bgr[p] = (byte) (p % 3 == k ? 50 + random.nextInt(200) : random.nextInt(200));
                }
                boolean misplaced = random.nextDouble() < wrong;
                String name = NAMES.get(misplaced ? (k + 1 + random.nextInt(3)) % 4 : k);
                String file = "%s/%s%03d.png".formatted(name, NAMES.get(k), i);
                Path written = place.resolve("train").resolve(file);
                Files.createDirectories(written.getParent());
                ImageWriter.write(new Image(16, 16, bgr), written);
                if (misplaced) {
                    planted.add(file);
                }
            }
        }
        return planted;
    }

    private static AuditRun audit(Path data, Path out, int epochs) {
        return new AuditRun(Settings.of(AuditKeys.ALL)
                .with(AuditKeys.DATA, data)
                .with(AuditKeys.OUT, out)
                .with(TrainKeys.EPOCHS, epochs)
                .with(TrainKeys.BATCH, 8)
                .with(TrainKeys.WORKERS, 1)
                .with(TrainKeys.DEVICE, "cpu")
                .with(TrainKeys.PRECISION, "fp32"));
    }

    @Test
    @Tag("slow")
    void the_first_tenth_of_a_classifiers_list_holds_at_least_half_of_the_planted_errors() throws IOException {
        Path data = folder.resolve("planted");
        Set<String> planted = pictures(data, 100, 0.1);
        AuditRun.Result result = audit(data, folder.resolve("audited"), 6)
                .with(TrainKeys.MODEL, "cnn-small")
                .with(AuditKeys.LEAST, 0.0)
                .run(RunListener.SILENT);
        JsonNode json =
                new JsonMapper().readTree(result.folder().file("audit.json").toFile());
        List<String> first = new ArrayList<>();
        json.get("suspects").forEach(row -> first.add(row.get("image").asText()));
        assertThat(planted).hasSizeBetween(25, 55);
        long early = first.stream()
                .limit(40)
                .filter(image -> planted.stream().anyMatch(image::endsWith))
                .count();
        assertThat(early)
                .as("of %d planted, in a list of %d", planted.size(), first.size())
                .isGreaterThanOrEqualTo((planted.size() + 1) / 2);
        assertThat(json.get("estimated_noise").asDouble()).isBetween(0.03, 0.25);
    }

    @Test
    void every_picture_is_judged_once_by_a_network_trained_on_others() throws IOException {
        Path data = folder.resolve("pictures");
        pictures(data, 6, 0);
        Told listener = new Told();
        AuditRun run = audit(data, folder.resolve("pictures-audited"), 1).with(AuditKeys.FOLDS, 2);
        AuditRun.Result result = run.run(listener, new StopRequest());
        assertThat(Files.readAllLines(result.folder().file("predictions.csv"))).hasSize(1 + 24);
        assertThat(result.folder().file("audit.json")).exists();
        assertThat(result.folder().file("fold-2").resolve("args.yaml"))
                .content()
                .contains("label_smoothing: 0.0");
        assertThat(listener.lines)
                .anyMatch(line -> line.equals("Part 2 of 2: training on 12 images, to judge the labels of 12 others."))
                .anyMatch(line -> line.matches("About \\d+ of 24 labels are wrong by estimate.*"));

        StopRequest stop = new StopRequest();
        stop.make();
        AuditRun.Result stopped =
                run.with(AuditKeys.OUT, folder.resolve("stopped")).run(RunListener.SILENT, stop);
        assertThat(stopped.ending()).isEqualTo(Outcome.Ending.STOPPED);
        assertThatThrownBy(() -> run.with(AuditKeys.FOLDS, 25)
                        .with(AuditKeys.OUT, folder.resolve("too-many"))
                        .run(RunListener.SILENT))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("there are only 24 different images");
    }

    @Test
    void boxes_are_judged_by_detectors_trained_on_other_images() throws IOException {
        Path data = DrawnBoards.in(folder.resolve("boards"));
        Told listener = new Told();
        AuditRun.Result result = audit(data, folder.resolve("boards-audited"), 1)
                .with(AuditKeys.FOLDS, 2)
                .with(TrainKeys.IMGSZ, 32)
                .run(listener, new StopRequest());
        assertThat(result.folder().file("predictions.json")).exists();
        assertThat(result.folder().file("audit.csv")).exists();
        assertThat(listener.lines)
                .anyMatch(line -> line.matches("About \\d+ of \\d+ labels on 12 images are wrong and .*"));
    }

    @Test
    void options_of_training_are_refused_where_nothing_is_trained() {
        assertThatThrownBy(() -> AuditRun.of(folder).with(AuditKeys.FOLDS, 5).run(RunListener.SILENT))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("--folds: found with predictions that exist");
    }
}
