package io.candor.data.augment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.Image;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HsvJitterTest {

    @Test
    void tables_and_pictures_equal_the_reference() throws IOException {
        Golden golden = Golden.read("hsv");
        Image image = golden.image("bgr_in");
        assertThat(golden.json().get("cases")).hasSize(7);
        for (JsonNode row : golden.json().get("cases")) {
            JsonNode gains = row.get("gains_h_s_v");
            HsvJitter jitter = new HsvJitter(
                    gains.get(0).asDouble(),
                    gains.get(1).asDouble(),
                    gains.get(2).asDouble());
            int index = row.get("index").asInt();
            assertThat(jitter.tables()).as(row.toString()).isEqualTo(golden.bytes("lut_" + index));
            byte[] actual = jitter.apply(new Scene(image, List.of())).image().bgr();
            assertThat(Golden.largestDifference(actual, golden.bytes("out_" + index)))
                    .as(row.toString())
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void grey_stays_grey() {
        Image grey = Image.filled(5, 3, 100);
        byte[] pixels = new HsvJitter(0.3, 0.7, 0.4)
                .apply(new Scene(grey, List.of()))
                .image()
                .bgr();
        assertThat(pixels).containsOnly((byte) 140);
    }
}
