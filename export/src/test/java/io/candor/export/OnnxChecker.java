package io.candor.export;

import java.nio.file.Path;
import org.bytedeco.onnx.global.onnx;

/** ONNX's own checker with strict shape inference; the one at hand knows operator sets up to {@value #NEWEST}. */
final class OnnxChecker {

    static final int NEWEST = 22;

    private OnnxChecker() {}

    /** Throws what the checker throws. */
    static void check(Path file) {
        onnx.check_model(file.toString(), /* full_check= */ true, false, false);
    }
}
