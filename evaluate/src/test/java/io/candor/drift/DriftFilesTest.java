package io.candor.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.DetectionEvaluator;
import io.candor.metric.ScoreHistogram;
import io.candor.predictions.FirstCategory;
import io.candor.report.EvaluationJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftFilesTest {

    @TempDir
    private Path folder;

    @Test
    void a_reference_comes_back_from_evaluation_json() {
        DetectionEvaluator evaluator = new DetectionEvaluator(new Classes(List.of("open", "short")));
        evaluator.add("a.jpg", List.of(), List.of(new Detection(1, .42, new Box(0, 0, 9, 9))));
        evaluator.add("b.jpg", List.of(), List.of());
        DetectionEvaluation evaluation = evaluator.evaluate();
        Path file = folder.resolve("evaluation.json");
        EvaluationJson.write(evaluation, Map.of(), file);
        ScoreHistogram read = ScoreReference.read(file);
        assertThat(read.images()).isEqualTo(2);
        assertThat(read.classes().get(1).name()).isEqualTo("short");
        assertThat(read.classes().get(1).counts())
                .isEqualTo(evaluation.scores().classes().get(1).counts());
        assertThat(read.classes().get(0).dispersion()).isNaN();
    }

    @Test
    void both_kinds_of_prediction_files_are_read() throws IOException {
        Path results = write("results.json", """
                [{"image_id":"a.jpg","category_id":2,"bbox":[0,0,1,1],"score":0.5},
                 {"image_id":7,"category_id":1,"bbox":[0,0,1,1],"score":1.0},
                 {"image_id":"a.jpg","category_id":1,"bbox":[0,0,1,1],"score":0}]""");
        NewScores scores = NewScoresReader.read(results, 2, FirstCategory.ONE, OptionalInt.of(4));
        assertThat(scores.images()).hasSize(4);
        assertThat(scores.images().get(0)).containsExactly(new NewScores.Score(1, .5), new NewScores.Score(0, 0));
        Path predictions = write("predictions.json", """
                {"classes":["open","short"],"images":[
                  {"image":"x.jpg","width":8,"height":8,"detections":[{"class":1,"name":"short","confidence":0.25,"box":[0,0,1,1]}]},
                  {"image":"y.jpg","width":8,"height":8,"detections":[]}]}""");
        NewScores listed = NewScoresReader.read(predictions, 2, FirstCategory.ONE, OptionalInt.empty());
        assertThat(listed.images()).containsExactly(List.of(new NewScores.Score(1, .25)), List.of());
    }

    @Test
    void files_that_cannot_be_used_are_refused() throws IOException {
        refusedReference("{}", "no score_histogram");
        refusedReference("{\"score", "not valid JSON");
        refusedReference("{\"score_histogram\":{\"images\":0,\"classes\":[]}}", "0 images");
        refusedReference(
                "{\"score_histogram\":{\"images\":3,\"classes\":[{\"name\":\"a\",\"counts\":[1,2]}]}}", "2 counts");
        refusedReference(
                "{\"score_histogram\":{\"images\":3,\"classes\":[{\"name\":\"a\",\"counts\":[-1]}]}}", "count 1 is -1");
        refused("[{\"image_id\":1,\"category_id\":3,\"score\":0.5}]", "one of the reference's 2 classes");
        refused("[{\"image_id\":1,\"category_id\":1,\"score\":1.5}]", "confidence is 1.5");
        refused("[{\"image_id\":1,\"category_id\":1,\"score\":", "not valid JSON");
        refused("[]", "--new-images");
        refused("7", "a JSON array");
        assertThatThrownBy(() ->
                        NewScoresReader.read(folder.resolve("none.json"), 2, FirstCategory.ONE, OptionalInt.empty()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("no such file");
        Path zero = write("zero.json", "[{\"image_id\":1,\"category_id\":0,\"score\":0.5}]");
        assertThat(NewScoresReader.read(zero, 2, FirstCategory.DEDUCED, OptionalInt.empty())
                        .images())
                .containsExactly(List.of(new NewScores.Score(0, .5)));
        Path either = write("either.json", "[{\"image_id\":1,\"category_id\":1,\"score\":0.5}]");
        assertThatThrownBy(() -> NewScoresReader.read(either, 2, FirstCategory.DEDUCED, OptionalInt.empty()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("--first-category");
        Path two = write(
                "two.json",
                "[{\"image_id\":1,\"category_id\":1,\"score\":0.5},"
                        + "{\"image_id\":2,\"category_id\":1,\"score\":0.5}]");
        assertThatThrownBy(() -> NewScoresReader.read(two, 2, FirstCategory.ONE, OptionalInt.of(1)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("only 1 images");
    }

    private void refused(String text, String message) throws IOException {
        Path file = write("new.json", text);
        assertThatThrownBy(() -> NewScoresReader.read(file, 2, FirstCategory.ONE, OptionalInt.empty()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    private void refusedReference(String text, String message) throws IOException {
        Path file = write("evaluation.json", text);
        assertThatThrownBy(() -> ScoreReference.read(file))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
