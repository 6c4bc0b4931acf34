package io.candor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Image;
import io.candor.detect.SuppressionOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ModelsTest {

    @TempDir
    private Path folder;

    @Test
    void who_comes_after_the_end_is_sent_away_instead_of_waiting_for_ever() {
        Path file = TileModel.standard().write(folder.resolve("tiles.onnx"));
        Model.Setup setup = new Model.Setup(
                Batching.defaults(),
                SuppressionOptions.forPrediction(),
                Limits.defaults().imagePixels(),
                new Metrics());
        Models models = new Models(List.of(ModelSource.parse(file.toString())), setup, EventLog.NONE);
        Job.Picture job = new Job.Picture(Image.filled(64, 64, 114));
        assertThat(models.submit("tiles", Optional.empty(), job).name()).isEqualTo("tiles");
        models.close();
        assertThatThrownBy(() -> models.submit("tiles", Optional.empty(), job))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
    }
}
