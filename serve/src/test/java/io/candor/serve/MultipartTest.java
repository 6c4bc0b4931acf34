package io.candor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Forms, whole and damaged. */
class MultipartTest {

    private static final String FORM =
            "preamble\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n\r\n--bc\r\n\r\n--b--\r\nepilogue";

    private static List<Multipart.Part> parts(String body) {
        return Multipart.parts("multipart/form-data; boundary=b", body.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void parts_are_taken_apart() {
        List<Multipart.Part> parts = parts(FORM.replace("--bc", "--"));
        assertThat(parts).hasSize(2);
        assertThat(new String(parts.get(0).content(), StandardCharsets.UTF_8)).isEqualTo("one");
        assertThat(parts.get(0).isFile()).isFalse();
        assertThat(parts.get(1).isFile()).isTrue();
        assertThat(new String(parts.get(1).content(), StandardCharsets.UTF_8)).isEqualTo("\r\n--\r\n");
    }

    @Test
    void quoted_boundaries_are_understood() {
        assertThat(Multipart.parts(
                        "Multipart/Form-Data; Boundary=\"b\"",
                        "--b\r\n\r\n\r\nx\r\n--b--".getBytes(StandardCharsets.UTF_8)))
                .hasSize(1);
    }

    /** Whatever is cut or changed, there is an answer: parts, or a problem that is the client's. */
    @Test
    void damaged_forms_never_break_the_reader() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] body = FORM.getBytes(StandardCharsets.ISO_8859_1);
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            byte[] cut = Arrays.copyOf(body, random.nextInt(body.length));
            try {
                Multipart.parts("multipart/form-data; boundary=b", cut);
            } catch (Problem problem) {
                assertThat(problem.status()).as("seed %d", seed).isEqualTo(400);
            }
        }
    }

    @Test
    void bodies_without_the_boundary_are_refused() {
        assertThatThrownBy(() -> parts("nothing")).isInstanceOf(Problem.class).hasMessageContaining("boundary");
        assertThatThrownBy(() -> parts("--b\r\nx")).isInstanceOf(Problem.class).hasMessageContaining("not ended");
    }
}
