package io.candor.tensor;

import java.util.Map;
import org.bytedeco.openblas.global.openblas_full;

/** The library that libtorch hands products of float32 matrices to: OpenBLAS, with threads of its own. */
final class Blas {

    /** Environment variable by which users choose the number of OpenBLAS's threads themselves. */
    private static final String CHOSEN = "OPENBLAS_NUM_THREADS";

    private Blas() {}

    /**
     * One thread for such a product, unless the user chose otherwise. After each product OpenBLAS's threads spin on for
     * milliseconds, beside those of libtorch, which spin while they wait for one another: on two cores the attention of
     * YOLOv10 and YOLO11 so doubled the time of a whole training step, and the products themselves, also the large ones
     * of a perceptron, were slower than on one thread.
     */
    static void useOneThread(Map<String, String> environment) {
        if (!environment.containsKey(CHOSEN)) {
            openblas_full.openblas_set_num_threads(1);
        }
    }
}
