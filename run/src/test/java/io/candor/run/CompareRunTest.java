package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import io.candor.data.synth.SynthDataset;
import io.candor.data.synth.SynthOptions;
import io.candor.run.experiment.Experiment;
import io.candor.run.experiment.Experiment.Block;
import io.candor.run.experiment.Figure;
import io.candor.train.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareRunTest {

    @TempDir
    private static Path folder;

    private static CompareRun small;
    private static Path whole;
    private static Experiment experiment;

    @BeforeAll
    static void compare() throws IOException {
        whole = folder.resolve("whole");
        small = SmallTraining.compared(DrawnBoards.in(folder.resolve("boards"))).with(CompareKeys.OUT, whole);
        experiment =
                small.run(RunListener.SILENT, new StopRequest()).experiment().orElseThrow();
    }

    @Test
    void every_training_is_an_ordinary_run_and_arms_of_a_seed_see_the_same_batches() throws IOException {
        Path plain = whole.resolve("epsilon-0").resolve("seed-0");
        Path smoothed = whole.resolve("epsilon-0.2").resolve("seed-0");
        for (Path run : List.of(plain, smoothed)) {
            assertThat(run).isDirectoryContaining("glob:**results.csv");
            assertThat(run.resolve("evaluation")).isDirectoryContaining("glob:**predictions.json");
        }
        assertThat(plain.resolve("train_batch0.jpg")).hasSameBinaryContentAs(smoothed.resolve("train_batch0.jpg"));
        assertThat(Files.readAllBytes(new RunFolder(plain).best()))
                .isNotEqualTo(Files.readAllBytes(new RunFolder(smoothed).best()));
        assertThat(smoothed.resolve("args.yaml")).content().contains("label_smoothing: 0.2");
    }

    @Test
    void the_comparison_is_written_as_numbers_pictures_and_one_page() throws IOException {
        String page = Files.readString(whole.resolve("report.html"));
        assertThat(page.replaceAll("base64,[^\"]*", ""))
                .contains("</html>", "epsilon 0.2", "data:image/jpeg")
                .doesNotContain("<script", "NaN", "src=\"http");
        assertThat(whole.resolve("comparison.json")).content().contains("\"verdict\"", "\"difference_per_seed\"");
        assertThat(whole).isDirectoryContaining("glob:**curves.png").isDirectoryContaining("glob:**reliability.png");
        Block block = experiment.blocks().get(0);
        assertThat(block.arms()).extracting(Experiment.Arm::name).containsExactly("epsilon 0", "epsilon 0.2");
        assertThat(block.row(Figure.MAP50_95).cells().get(0).perSeed()).hasSize(1);
        assertThat(block.arms().get(0).curves())
                .extracting(Experiment.Curve::column)
                .contains("metrics/mAP50-95(B)");
        assertThat(block.pictures()).hasSize(4);
    }

    @Test
    void what_is_done_is_kept_and_the_report_is_written_anew_without_the_networks() throws IOException {
        Path best = new RunFolder(whole.resolve("epsilon-0").resolve("seed-0")).best();
        byte[] weights = Files.readAllBytes(best);
        FileTime before = Files.getLastModifiedTime(best);
        Files.delete(best);
        Files.delete(whole.resolve("report.html"));
        Told told = new Told();
        Experiment again = new CompareRun(Settings.of(CompareKeys.ALL))
                .with(CompareKeys.RESUME, true)
                .with(CompareKeys.RESAMPLES, 30)
                .with(CompareKeys.OUT, whole)
                .run(told, new StopRequest())
                .experiment()
                .orElseThrow();
        Files.write(best, weights);
        Files.setLastModifiedTime(best, before);
        assertThat(again.blocks().get(0).rows())
                .isEqualTo(experiment.blocks().get(0).rows());
        assertThat(told.lines)
                .anyMatch(line -> line.contains("2 are done already"))
                .anyMatch(line -> line.contains("not used: --resamples 30 (the run has 20)"));
        assertThat(whole.resolve("report.html")).exists();
    }

    @Test
    void runs_with_other_settings_are_refused_by_name() {
        assertThatThrownBy(() -> small.with(TrainKeys.LR0, 0.02).run(RunListener.SILENT, new StopRequest()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("lr0 is 0.01 there, 0.02 now");
        assertThatThrownBy(
                        () -> small.with(CompareKeys.CONVENTION, "others").run(RunListener.SILENT, new StopRequest()))
                .hasMessageContaining("smoothing_convention is uniform there, others now");
    }

    @Test
    void an_interrupted_comparison_goes_on_and_ends_as_if_it_had_not_been() throws IOException {
        Path out = folder.resolve("broken");
        StopRequest stop = new StopRequest();
        CompareRun.Result stopped = small.with(CompareKeys.OUT, out)
                .run(
                        new Told() {
                            @Override
                            public void progress(Progress progress) {
                                if (progress.stage().startsWith("epsilon 0.2, seed 0, epoch")) {
                                    stop.make();
                                }
                            }
                        },
                        stop);
        assertThat(stopped.experiment()).isEmpty();
        Experiment resumed = small.with(CompareKeys.OUT, out)
                .run(RunListener.SILENT, new StopRequest())
                .experiment()
                .orElseThrow();
        assertThat(resumed.blocks().get(0).rows())
                .isEqualTo(experiment.blocks().get(0).rows());
    }

    @Test
    void nothing_is_written_when_something_is_refused() {
        Path out = folder.resolve("refused");
        CompareRun compare = small.with(CompareKeys.OUT, out);
        assertRefused(compare.with(CompareKeys.EPSILON, List.of(1.5)), "1.5");
        assertRefused(compare.with(TrainKeys.LABEL_SMOOTHING, 0.1), "--epsilon varies it");
        assertRefused(compare.with(CompareKeys.ARMS, "a: lr0=0.1"), "--epsilon is short for --arms");
        assertRefused(
                compare.with(CompareKeys.SCHEDULE, "linear").with(TrainKeys.SMOOTHING_SCHEDULE, "cosine"), "both");
        assertRefused(compare.with(TrainKeys.SMOOTHING_THRESHOLD, 0.4), "nothing reads it");
        CompareRun arms =
                CompareRun.on(DrawnBoards.in(folder.resolve("others"))).with(CompareKeys.OUT, out);
        assertRefused(arms.with(CompareKeys.ARMS, "plain: ; margin: loss=mbls"), "mbls");
        assertRefused(arms.with(CompareKeys.ARMS, "plain: ; attacked: adversarial=fgsm"), "only classifiers");
        assertRefused(arms.with(CompareKeys.ARMS, "plain: ; taught: teacher=nothing.pt"), "nothing.pt");
        assertRefused(arms.with(CompareKeys.ARMS, "plain: ; noisy: label_noise=1.5"), "1.5");
        assertRefused(arms.with(CompareKeys.SPLIT, "test"), "test");
        assertRefused(
                arms.with(CompareKeys.CONVENTION, "others").with(CompareKeys.ARMS, "a: ; b: lr0=0.1"), "factor is 0");
        assertThat(out).doesNotExist();
        assertRefused(
                CompareRun.on(Path.of("x")).with(CompareKeys.OUT, out).with(CompareKeys.RESUME, true), "no comparison");
    }

    @Test
    void an_arm_without_smoothing_ignores_what_all_arms_share_of_it_but_not_what_is_its_own() throws IOException {
        CompareRun arms = CompareRun.on(DrawnBoards.in(folder.resolve("other boards")))
                .with(CompareKeys.OUT, folder.resolve("refused arms"))
                .with(CompareKeys.CONVENTION, "others");
        assertRefused(
                arms.with(CompareKeys.ARMS, "plain: label_smoothing=0; too much: label_smoothing=1.5"), "found 1.5");
        assertRefused(
                arms.with(
                        CompareKeys.ARMS,
                        "plain: label_smoothing=0, smoothing_convention=online; a: label_smoothing=.1"),
                "--smoothing-convention: found online, but the smoothing factor is 0");
    }

    /** Nothing is trained: what is refused would be refused before. */
    @Test
    void an_arm_that_says_nothing_of_smoothing_is_plain_where_another_is_smoothed() throws IOException {
        Path out = folder.resolve("silent");
        StopRequest stop = new StopRequest();
        stop.make();
        assertThat(CompareRun.on(DrawnBoards.in(folder.resolve("silent boards")))
                        .with(CompareKeys.OUT, out)
                        .with(CompareKeys.CONVENTION, "others")
                        .with(CompareKeys.ARMS, "plain: ; smoothed: label-smoothing=0.1")
                        .run(RunListener.SILENT, stop)
                        .experiment())
                .isEmpty();
        assertThat(out.resolve("arms.yaml")).content().contains("label_smoothing: '0.1'");
    }

    @Test
    void a_comparison_goes_on_with_data_that_have_moved() throws IOException {
        Path boards = folder.resolve("moving boards");
        Path out = folder.resolve("moved");
        StopRequest stop = new StopRequest();
        stop.make();
        CompareRun.on(DrawnBoards.in(boards))
                .with(CompareKeys.OUT, out)
                .with(CompareKeys.ARMS, "plain: ; slow: lr0=0.001, optimizer=adamw")
                .run(RunListener.SILENT, stop);
        Path there = Files.move(boards, folder.resolve("moved boards"));
        CompareRun resumed = new CompareRun(Settings.of(CompareKeys.ALL))
                .with(CompareKeys.OUT, out)
                .with(CompareKeys.RESUME, true);
        assertRefused(resumed, "name its new place with --data");
        Told told = new Told();
        resumed.with(TrainKeys.DATA, there.resolve("data.yaml")).run(told, stop);
        assertThat(told.lines).anyMatch(line -> line.startsWith("data is at " + there));
    }

    @Test
    void networks_with_and_without_masks_are_not_judged_by_different_images() throws IOException {
        Path boards = folder.resolve("partly outlined");
        SynthDataset.write(
                boards,
                SynthOptions.defaults()
                        .withImages(8, 4, 0)
                        .withSize(96)
                        .withDefects(2, 3)
                        .withLabels(SynthOptions.Labels.OUTLINES));
        Path boxes = boards.resolve("labels/val/val_00001.txt");
        Files.writeString(boxes, "0 0.5 0.5 0.1 0.1\n");
        assertRefused(
                CompareRun.on(boards.resolve("data.yaml"))
                        .with(CompareKeys.OUT, folder.resolve("mixed"))
                        .with(CompareKeys.ARMS, "b: model=yolov8n; m: model=yolov8n-seg"),
                "leave out images whose objects have no outlines");
        assertThat(folder.resolve("mixed")).doesNotExist();
    }

    private static void assertRefused(CompareRun compare, String reason) {
        assertThatThrownBy(() -> compare.run(RunListener.SILENT, new StopRequest()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(reason);
    }
}
