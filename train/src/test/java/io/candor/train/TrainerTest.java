package io.candor.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.InvalidInput;
import io.candor.data.target.SmoothingPlan;
import io.candor.data.target.SmoothingSchedule;
import io.candor.loss.Gains;
import io.candor.network.Network;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.weights.NetworkFile;
import io.candor.weights.Safetensors;
import io.candor.weights.TensorData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs over a few random pictures of 32 pixels: what is saved, when a run ends, and that it can go on. */
class TrainerTest {

    @TempDir
    Path folder;

    @Test
    void a_run_that_was_stopped_in_mid_epoch_and_resumed_ends_bit_for_bit_like_an_unbroken_one() {
        Map<String, float[]> unbroken = weightsAfter(new Toy(folder.resolve("unbroken")).train());

        Toy broken = new Toy(folder.resolve("broken"));
        StopRequest stop = new StopRequest();
        Outcome first = broken.trainer()
                .stopOn(stop)
                .onStep(step -> {
                    if (step.epoch() == 1 && step.batch() == 1) {
                        stop.make();
                    }
                })
                .train();
        assertThat(first.ending()).isEqualTo(Outcome.Ending.STOPPED);
        assertThat(first.epochs()).isEqualTo(1);
        Outcome second = new Toy(folder.resolve("broken")).resume();

        assertThat(second.ending()).isEqualTo(Outcome.Ending.FINISHED);
        assertEqual(weightsAfter(second), unbroken);
    }

    @Test
    void what_online_smoothing_has_learned_survives_a_stop_bit_for_bit_and_matters() {
        Map<String, float[]> unbroken = weightsAfter(online("unbroken").train());
        Toy broken = online("broken");
        StopRequest stop = new StopRequest();
        broken.trainer()
                .stopOn(stop)
                .onStep(step -> {
                    if (step.epoch() == 1 && step.batch() == 1) {
                        stop.make();
                    }
                })
                .train();

        assertEqual(weightsAfter(online("broken").resume()), unbroken);
        assertThat(weightsAfter(new Toy(folder.resolve("plain")).train()).get("model.22.cv3.0.2.bias"))
                .isNotEqualTo(unbroken.get("model.22.cv3.0.2.bias"));
    }

    private Toy online(String name) {
        Toy toy = new Toy(folder.resolve(name));
        SmoothingPlan plan = SmoothingPlan.of(SmoothingPlan.ONLINE, 0.5)
                .with(new SmoothingSchedule(SmoothingSchedule.Curve.LINEAR, 0, 0.1, 0.2, 0));
        toy.recipe = toy.recipe.with(new Objective(Gains.published(), plan));
        return toy;
    }

    @Test
    void a_run_killed_at_any_moment_between_writes_resumes_to_the_same_weights_and_the_same_best() throws IOException {
        Toy unbroken = new Toy(folder.resolve("unbroken"));
        List<Path> snapshots = new ArrayList<>();
        Checkpoints.Writer copying = (file, tensors, metadata) -> {
            Safetensors.write(file, tensors, metadata);
            snapshots.add(copy(folder.resolve("unbroken"), folder.resolve("snapshot" + snapshots.size())));
        };
        Outcome outcome = unbroken.writer(copying).train();
        Map<String, float[]> last = weightsAfter(outcome);
        Map<String, float[]> best = weights(outcome.bestWeights());

        assertThat(snapshots).hasSize(3 + 3 + 2); // best, last, state; the third epoch is not the best
        for (Path snapshot : snapshots.subList(2, snapshots.size())) {
            Outcome resumed = new Toy(snapshot).resume();

            assertEqual(weightsAfter(resumed), last);
            assertEqual(weights(resumed.bestWeights()), best);
            assertThat(resumed.bestEpoch()).isEqualTo(outcome.bestEpoch());
        }
    }

    @Test
    void no_file_of_a_run_wants_more_than_one_tensor_on_the_java_heap() {
        Toy toy = new Toy(folder);
        toy.recipe = Toy.recipe().with(new Length(1, 0, 0));
        List<String> written = new ArrayList<>();
        toy.writer((file, tensors, metadata) -> {
                    assertThat(tensors.values()).noneMatch(TensorData.class::isInstance);
                    written.add(file.getFileName().toString());
                    Safetensors.write(file, tensors, metadata);
                })
                .train();

        assertThat(written).containsExactly("best.safetensors", "last.safetensors", "last.state.safetensors");
        assertThat(Checkpoint.read(toy.checkpoints.state()).tensors().values())
                .isNotEmpty()
                .noneMatch(TensorData.class::isInstance);
    }

    private static Path copy(Path from, Path to) {
        try (var files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void equal_runs_give_equal_weights_and_training_changes_them() {
        Toy toy = new Toy(folder.resolve("a"));
        Map<String, float[]> before = weights(toy.network);

        Map<String, float[]> first = weightsAfter(toy.train());

        assertEqual(weightsAfter(new Toy(folder.resolve("b")).train()), first);
        assertThat(weights(toy.network).get("model.0.conv.weight")).isNotEqualTo(before.get("model.0.conv.weight"));
        assertThat(weights(toy.network).get("model.22.dfl.conv.weight"))
                .isEqualTo(before.get("model.22.dfl.conv.weight"));
    }

    @Test
    void the_saved_network_is_the_average_and_loads_with_classes_and_training_record() {
        Outcome outcome = new Toy(folder).train();

        NetworkFile loaded = NetworkFile.load(outcome.lastWeights());
        try (Network network = loaded.network()) {
            assertThat(loaded.classes()).isEqualTo(Toy.CLASSES);
            assertThat(network.name()).isEqualTo("yolov8n");
            assertThat(loaded.metadata().get(NetworkFile.TRAINING)).contains("\"epochs\":3", "\"lr0\":\"0.01\"");
        }
        Checkpoint state = Checkpoint.read(folder.resolve("last.state.safetensors"));
        assertThat(state.progress().epoch()).isEqualTo(3);
        assertThat(state.provenance()).isEqualTo(Toy.PROVENANCE);
        assertThat(state.recipe()).isEqualTo(Toy.recipe());
    }

    @Test
    void every_epoch_is_reported_with_means_rates_and_verdict_before_its_checkpoint_is_complete() {
        Toy toy = new Toy(folder);
        List<EpochReport> reports = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();

        toy.trainer()
                .onEpoch(new EpochListener() {
                    @Override
                    public void started(int epoch) {
                        starts.add(epoch);
                    }

                    @Override
                    public void finished(EpochReport report) {
                        assertThat(Files.exists(toy.checkpoints.state())).isEqualTo(report.epoch() > 0);
                        reports.add(report);
                    }
                })
                .train();

        assertThat(starts).containsExactly(0, 1, 2);
        assertThat(reports).extracting(EpochReport::epoch).containsExactly(0, 1, 2);
        assertThat(reports).extracting(EpochReport::improved).containsExactly(true, true, false);
        EpochReport last = reports.get(2);
        assertThat(last.losses().batches()).isEqualTo(4);
        assertThat(last.losses().meanBox()).isBetween(0.1, 20.0);
        assertThat(last.verdict().columns()).containsEntry("map", 0.15);
        assertThat(last.rates().weights()).isPositive();
        assertThat(last.pace().imagesPerSecond()).isPositive();
        assertThat(toy.batches.closedAt()).isEqualTo(2);
    }

    @Test
    void training_ends_early_when_patience_runs_out() {
        Toy toy = new Toy(folder);
        toy.recipe = Toy.recipe().with(new Length(9, 2, 0));

        Outcome outcome = toy.trainer().train();

        assertThat(outcome.ending()).isEqualTo(Outcome.Ending.EARLY);
        assertThat(outcome.bestEpoch()).isEqualTo(1);
        assertThat(outcome.best()).isCloseTo(0.2, within(1e-12));
        assertThat(outcome.epochs()).isEqualTo(4);
    }

    @Test
    void a_run_that_ended_early_stays_ended_when_it_is_resumed() throws IOException {
        Toy toy = new Toy(folder);
        toy.recipe = Toy.recipe().with(new Length(9, 2, 0));
        toy.trainer().train();
        byte[] weights = Files.readAllBytes(toy.checkpoints.last());

        Outcome again = toy.trainer().resume(Checkpoint.read(toy.checkpoints.state()));

        assertThat(again.ending()).isEqualTo(Outcome.Ending.EARLY);
        assertThat(again.epochs()).isEqualTo(4);
        assertThat(Files.readAllBytes(toy.checkpoints.last())).isEqualTo(weights);
    }

    @Test
    void a_loss_that_is_not_a_number_names_the_files_and_the_last_good_checkpoint() {
        Toy toy = new Toy(folder);

        assertThatThrownBy(() ->
                        toy.trainer().onEpoch(report -> spoil(toy.network)).train())
                .isInstanceOf(NonFiniteLoss.class)
                .hasMessageContaining("epoch 2, batch 1")
                .hasMessageContaining("picture0.png")
                .hasMessageContaining(toy.checkpoints.state().toString());
    }

    private static void spoil(Network network) {
        try (Scope scope = Scope.open()) {
            network.state().get("model.0.conv.weight").detach().fill_(new Scalar(Double.NaN));
        }
    }

    @Test
    void a_full_disk_is_told_plainly_and_leaves_the_older_checkpoint_whole() {
        Toy toy = new Toy(folder);
        int[] writes = {0};
        toy.writer((file, tensors, metadata) -> {
            if (++writes[0] > 4) { // best, last and state of the first epoch, best of the second
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
            Safetensors.write(file, tensors, metadata);
        });

        assertThatThrownBy(toy::train)
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("last.safetensors could not be written (No space left on device)")
                .hasMessageContaining("--resume");
        assertThat(Checkpoint.read(toy.checkpoints.state()).progress().epoch()).isEqualTo(1);
        assertEqual(weightsAfter(new Toy(folder).resume()), weightsAfter(new Toy(folder.resolve("unbroken")).train()));
    }

    @Test
    void frozen_rows_keep_weights_statistics_and_counters_bit_for_bit() {
        Toy toy = new Toy(folder);
        toy.recipe = Toy.recipe().with(Freeze.of("10"));
        Map<String, float[]> before = weights(toy.network);

        Outcome outcome = toy.train();

        Map<String, float[]> after = weights(toy.network);
        Map<String, float[]> saved = weightsAfter(outcome);
        before.forEach((name, value) -> {
            if (toy.recipe.freeze().holds(toy.network.definition(), name)) { // running statistics and counters too
                assertThat(after.get(name)).as(name).isEqualTo(value);
                assertThat(saved.get(name)).as("saved %s", name).isEqualTo(value);
            } else if (name.endsWith("running_mean") || name.endsWith("num_batches_tracked")) {
                assertThat(after.get(name)).as(name).isNotEqualTo(value);
            }
        });
        assertThat(after.get("model.12.cv1.conv.weight")).isNotEqualTo(before.get("model.12.cv1.conv.weight"));
    }

    @Test
    void longer_runs_leave_no_more_native_objects_than_short_ones() {
        long afterShort = nativeObjectsAfter(1);
        long afterLong = nativeObjectsAfter(3);

        assertThat(afterLong).isLessThanOrEqualTo(afterShort);
    }

    private long nativeObjectsAfter(int epochs) {
        Toy toy = new Toy(folder.resolve("run" + epochs));
        toy.recipe = Toy.recipe().with(new Length(epochs, 0, 0));
        long before = Pointer.totalCount();
        toy.trainer().train();
        return Pointer.totalCount() - before;
    }

    @Test
    void freezing_everything_is_refused() {
        Toy toy = new Toy(folder);
        toy.recipe = Toy.recipe().with(Freeze.first(23));

        assertThatThrownBy(() -> toy.trainer().train())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("leaves nothing to train");
    }

    @Test
    void resuming_without_a_state_says_so() {
        assertThatThrownBy(() -> Checkpoint.read(folder.resolve("last.state.safetensors")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("nothing to resume");
    }

    @Test
    void a_network_file_is_no_state() {
        Outcome outcome = new Toy(folder).train();

        assertThatThrownBy(() -> Checkpoint.read(outcome.lastWeights()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("found checkpoint format none");
    }

    @Test
    void a_checkpoint_cut_short_is_refused() throws IOException {
        Path state = new Toy(folder).train().lastWeights().resolveSibling("last.state.safetensors");
        byte[] whole = Files.readAllBytes(state);
        Files.write(state, java.util.Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> Checkpoint.read(state)).isInstanceOf(InvalidInput.class);
    }

    private static Map<String, float[]> weightsAfter(Outcome outcome) {
        return weights(outcome.lastWeights());
    }

    private static Map<String, float[]> weights(Path file) {
        Map<String, float[]> all = new LinkedHashMap<>();
        Safetensors.read(file).tensors().forEach((name, data) -> all.put(name, data.floats()));
        return all;
    }

    private static Map<String, float[]> weights(Network network) {
        Map<String, float[]> all = new LinkedHashMap<>();
        network.state().forEach((name, tensor) -> all.put(name, Tensors.floats(tensor)));
        return all;
    }

    private static void assertEqual(Map<String, float[]> found, Map<String, float[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) -> assertThat(found.get(name)).as(name).isEqualTo(values));
    }
}
