package io.candor.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.bytedeco.openblas.global.openblas_full;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlasTest {

    private final int before = openblas_full.openblas_get_num_threads();

    @BeforeEach
    void use_two_threads() {
        openblas_full.openblas_set_num_threads(2);
    }

    @AfterEach
    void restore() {
        openblas_full.openblas_set_num_threads(before);
    }

    @Test
    void matrix_products_use_one_thread() {
        Blas.useOneThread(Map.of());
        assertThat(openblas_full.openblas_get_num_threads()).isEqualTo(1);
    }

    @Test
    void the_users_choice_is_kept() {
        Blas.useOneThread(Map.of("OPENBLAS_NUM_THREADS", "2"));
        assertThat(openblas_full.openblas_get_num_threads()).isEqualTo(2);
    }
}
