package io.candor.infer;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

/** The process's one environment of ONNX Runtime, made when first needed. */
final class OnnxRuntime {

    /**
     * Bytes of stack for its first call: version 1.29 searches the process's command line with a recursive regular
     * expression, and a class path of ten kilobytes on it overflows an ordinary stack, which kills the process. Only
     * what is used takes memory.
     */
    private static final long STACK = 1L << 28;

    private OnnxRuntime() {}

    static OrtEnvironment environment() {
        return Once.ENVIRONMENT;
    }

    private static final class Once {
        static final OrtEnvironment ENVIRONMENT = make();
    }

    /** The thread must not touch {@link Once}, whose initialisation waits for it. */
    private static OrtEnvironment make() {
        OrtEnvironment[] made = new OrtEnvironment[1];
        Throwable[] failure = new Throwable[1];
        Thread thread = new Thread(null, () -> made[0] = withoutTelemetry(), "onnxruntime-start", STACK);
        thread.setUncaughtExceptionHandler((dead, thrown) -> failure[0] = thrown);
        thread.start();
        join(thread);
        if (made[0] == null) {
            throw new IllegalStateException("ONNX Runtime cannot be loaded: " + failure[0], failure[0]);
        }
        return made[0];
    }

    private static OrtEnvironment withoutTelemetry() {
        OrtEnvironment environment = OrtEnvironment.getEnvironment("candor");
        try {
            environment.setTelemetry(false);
        } catch (OrtException refused) {
            throw new IllegalStateException("ONNX Runtime keeps its telemetry on: " + refused.getMessage(), refused);
        }
        return environment;
    }

    /** Loading takes a fraction of a second; an interruption is passed on afterwards. */
    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
