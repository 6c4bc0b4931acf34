package io.candor.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.tensor.Weight;
import io.candor.tensor.Weight.Role;
import io.candor.weights.Golden;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YoloV8Test {

    @Test
    void names_shapes_types_and_order_are_those_of_published_weight_files() throws IOException {
        String ours = YoloV8.definition(Scale.N, 80).weights().stream()
                .map(YoloV8Test::line)
                .collect(Collectors.joining("\n"));
        assertThat(ours).isEqualTo(Golden.text("names/yolov8n_state_dict.txt").strip());
    }

    private static String line(Weight weight) {
        String shape = weight.shape().stream().map(Object::toString).collect(Collectors.joining(", "));
        String comma = weight.shape().size() == 1 ? "," : "";
        return "%s\t(%s%s)\ttorch.%s"
                .formatted(weight.name(), shape, comma, weight.role() == Role.COUNTER ? "int64" : "float32");
    }

    @ParameterizedTest
    @CsvSource({
        "N, 355, 3157200",
        "S, 355, 11166560",
        "M, 475, 25902640",
        "L, 595, 43691520",
        "X, 595, 68229648",
    })
    void each_scale_has_its_published_size(Scale scale, int tensors, long parameters) {
        Definition definition = YoloV8.definition(scale, 80);
        assertThat(definition.weights()).hasSize(tensors);
        assertThat(definition.parameters()).isEqualTo(parameters);
    }

    /** Published for 640 x 640 pixels and 80 classes, in 10^9: the table of the YOLOv8 release. */
    @ParameterizedTest
    @CsvSource({"N, 8.7", "S, 28.6", "M, 78.9", "L, 165.2", "X, 257.8"})
    void each_scale_has_its_published_cost(Scale scale, double published) {
        double gflops = 2 * YoloV8.definition(scale, 80).multiplyAdds(640) / 1e9;
        assertThat(gflops).isCloseTo(published, Percentage.withPercentage(2));
    }

    @Test
    void a_quarter_of_the_pixels_costs_a_quarter() {
        Definition definition = YoloV8.definition(Scale.N, 6);
        assertThat(4 * definition.multiplyAdds(320)).isEqualTo(definition.multiplyAdds(640));
    }

    @Test
    void groups_of_parameters_have_their_published_sizes() {
        List<Weight> weights = YoloV8.definition(Scale.N, 80).weights();
        assertThat(weights.stream().filter(w -> w.role() == Role.CONVOLUTION)).hasSize(63);
        assertThat(weights.stream().filter(w -> w.role() == Role.NORM_WEIGHT)).hasSize(57);
        assertThat(weights.stream().filter(w -> w.role() == Role.NORM_BIAS || w.role() == Role.BIAS))
                .hasSize(63);
    }

    @Test
    void the_table_comes_out_as_written() throws IOException {
        assertThat(new Summary(YoloV8.definition(Scale.N, 80), 640).text())
                .isEqualToNormalizingNewlines(Golden.text("yolov8n_summary.txt"));
    }

    @Test
    void the_body_needs_eight_operations() {
        CountingOps counts = new CountingOps();
        YoloV8.definition(Scale.N, 80).run(counts, "images");
        assertThat(counts.counts())
                .containsOnly(
                        Map.entry("convolve", 63),
                        Map.entry("normalise", 57),
                        Map.entry("silu", 57),
                        Map.entry("split", 8),
                        Map.entry("concat", 16),
                        Map.entry("add", 6),
                        Map.entry("maxPool", 3),
                        Map.entry("upsample", 2));
    }

    @Test
    void an_image_size_that_is_no_multiple_of_32_does_not_fit_together() {
        assertThatThrownBy(() -> new Summary(YoloV8.definition(Scale.N, 1), 648).text())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cannot concatenate");
    }
}
