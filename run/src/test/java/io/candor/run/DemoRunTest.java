package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import io.candor.metric.Interval;
import io.candor.run.experiment.Experiment;
import io.candor.run.experiment.Experiment.Block;
import io.candor.run.experiment.Figure;
import io.candor.train.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoRunTest {

    @TempDir
    Path folder;

    @Test
    @Tag("slow")
    void both_trainings_are_compared_in_one_page() throws IOException {
        Told told = new Told();
        DemoRun.Result result = tiny("demo").run(told, new StopRequest());
        Experiment experiment = result.experiment().orElseThrow();
        Block block = experiment.blocks().get(0);
        assertThat(block.arms()).extracting(Experiment.Arm::name).containsExactly("no smoothing", "smoothing 0.1");
        assertThat(block.arms().get(0).curves().get(0).perSeed().get(0)).hasSize(2);
        assertThat(block.images()).isEqualTo(4);
        assertThat(block.pictures()).hasSize(4);
        assertThat(experiment.provenance()).containsKeys("Candor", "command", "training with smoothing");
        assertThat(result.report()).content().contains("</html>").doesNotContain("<script");
        assertThat(weights(result, "with-smoothing")).isNotEqualTo(weights(result, "without-smoothing"));
        assertThat(told.lines).anyMatch(line -> line.startsWith("mAP50-95"));
        assertThat(told.lines).anyMatch(line -> line.contains("label smoothing: uniform, epsilon 0.1"));
    }

    @Test
    @Tag("slow")
    void smoothing_by_nothing_changes_nothing() throws IOException {
        DemoRun.Result result =
                tiny("nothing").with(DemoKeys.LABEL_SMOOTHING, 0.0).run(RunListener.SILENT, new StopRequest());
        Block block = result.experiment().orElseThrow().blocks().get(0);
        assertThat(block.row(Figure.MAP50_95).cells().get(1).perSeed())
                .isEqualTo(block.row(Figure.MAP50_95).cells().get(0).perSeed());
        assertThat(block.arms().get(1).curves().get(0))
                .isEqualTo(block.arms().get(0).curves().get(0));
        assertThat(block.row(Figure.MAP50).cells().get(1).differenceInterval())
                .isIn(new Interval(0, 0), Interval.UNKNOWN);
    }

    @Test
    @Tag("slow")
    void a_stopped_demonstration_goes_on_where_it_was() throws IOException {
        StopRequest stop = new StopRequest();
        DemoRun.Result stopped = tiny("stopped").run(stoppingAt("with smoothing, epoch 1/2", stop), stop);
        assertThat(stopped.experiment()).isEmpty();
        assertThat(stopped.report()).doesNotExist();

        Told told = new Told();
        DemoRun.Result resumed = DemoRun.standard()
                .with(DemoKeys.OUT, folder.resolve("stopped"))
                .with(DemoKeys.RESUME, true)
                .run(told, new StopRequest());
        assertThat(told.lines).doesNotContain("Training without smoothing");
        assertThat(resumed.report()).exists();
        Experiment unbroken = tiny("unbroken")
                .run(RunListener.SILENT, new StopRequest())
                .experiment()
                .orElseThrow();
        assertThat(resumed.experiment().orElseThrow().blocks().get(0).rows())
                .isEqualTo(unbroken.blocks().get(0).rows());
    }

    @Test
    void a_folder_that_holds_something_is_refused() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "mine");
        assertRefused(DemoRun.standard().with(DemoKeys.OUT, folder), "--exist-ok");
        assertThat(folder).isDirectoryContaining("glob:**mine.txt");
    }

    @Test
    void nothing_is_written_when_a_setting_is_refused() {
        Path out = folder.resolve("demo");
        DemoRun demo = DemoRun.standard().with(DemoKeys.OUT, out);
        assertRefused(demo.with(DemoKeys.LABEL_SMOOTHING, 1.5), "1.5");
        assertRefused(demo.with(DemoKeys.DIFFICULTY, 2.0), "difficulty");
        assertRefused(demo.with(DemoKeys.LABEL_NOISE, 2.0), "2.0");
        assertRefused(demo.with(DemoKeys.DEVICE, "abacus"), "abacus");
        assertThat(out).doesNotExist();
    }

    @Test
    void there_must_be_something_to_resume() {
        assertRefused(DemoRun.standard().with(DemoKeys.OUT, folder).with(DemoKeys.RESUME, true), "no demonstration");
    }

    private static void assertRefused(DemoRun demo, String reason) {
        assertThatThrownBy(() -> demo.run(RunListener.SILENT, new StopRequest()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(reason);
    }

    private DemoRun tiny(String name) {
        return DemoRun.standard()
                .with(DemoKeys.OUT, folder.resolve(name))
                .with(DemoKeys.TRAIN, 16)
                .with(DemoKeys.VAL, 4)
                .with(DemoKeys.SIZE, 64)
                .with(DemoKeys.EPOCHS, 2)
                .with(DemoKeys.PRECISION, "fp32")
                .with(DemoKeys.DEVICE, "cpu")
                .with(DemoKeys.WORKERS, 1);
    }

    private static byte[] weights(DemoRun.Result result, String training) throws IOException {
        return Files.readAllBytes(new RunFolder(result.folder().file(training)).best());
    }

    private static RunListener stoppingAt(String stage, StopRequest stop) {
        return new RunListener() {
            @Override
            public void say(String line) {}

            @Override
            public void progress(Progress progress) {
                Optional.of(progress.stage()).filter(stage::equals).ifPresent(reached -> stop.make());
            }
        };
    }
}
