package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Label;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.Dataset;
import io.candor.data.read.Fault;
import io.candor.data.read.Skipped;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SkippedListTest {

    private static Dataset dataset(int dropped, Fault fault) {
        Sample sample = new Sample(
                Path.of("a.png"),
                64,
                64,
                List.of(new Label(0, new Box(0, 0, 9, 9)), new Label(0, new Box(9, 9, 20, 20))));
        return new Dataset(
                Path.of("data.yaml"),
                new Classes(List.of("a")),
                Map.of(Split.TRAIN, List.of(sample)),
                Collections.nCopies(dropped, new Skipped(Path.of("b.txt"), 1, fault, "found class 7")));
    }

    @Test
    void a_set_most_of_whose_labels_are_dropped_is_warned_of_with_their_share() {
        assertThat(SkippedList.warning(dataset(6, Fault.UNKNOWN_CLASS)).orElseThrow())
                .startsWith("Warning: 6 of 8 labels (75 %) cannot be used");
        assertThat(SkippedList.warning(dataset(2, Fault.UNKNOWN_CLASS))).isEmpty();
        assertThat(SkippedList.warning(dataset(9, Fault.DUPLICATE_LABEL))).isEmpty();
        assertThat(SkippedList.warning(dataset(9, Fault.UNREADABLE_IMAGE))).isEmpty();
    }
}
