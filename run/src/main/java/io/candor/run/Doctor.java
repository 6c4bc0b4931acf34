package io.candor.run;

import io.candor.tensor.Device;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What Candor finds on this machine, and whether its native libraries calculate. */
public final class Doctor {

    private static final long MEBIBYTE = 1 << 20;

    private Doctor() {}

    /**
     * Facts by name, in the order to show them.
     *
     * @throws IllegalStateException if a native library calculates something wrong
     */
    public static Map<String, String> examine() {
        Map<String, String> facts = new LinkedHashMap<>();
        java(facts);
        processor(facts);
        memory(facts);
        libraries(facts);
        facts.put("self-check", selfCheck());
        return facts;
    }

    private static void java(Map<String, String> facts) {
        facts.put("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put("Java home", System.getProperty("java.home"));
        facts.put(
                "operating system",
                "%s %s, %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")));
    }

    private static void processor(Map<String, String> facts) {
        Processor processor = Processor.here();
        facts.put("processor", processor.name());
        facts.put(
                "instruction sets",
                processor.flags().isEmpty() ? "unknown" : String.join(" ", new TreeSet<>(processor.flags())));
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("libtorch threads", Integer.toString(torch.get_num_threads()));
        facts.put(
                "precision auto",
                processor.multipliesBfloat16() || Device.cudaDevices() > 0 ? "bf16" : "fp32 (no bf16 instructions)");
    }

    private static void memory(Map<String, String> facts) {
        facts.put("Java heap limit", mebibytes(Runtime.getRuntime().maxMemory()) + " (CANDOR_HEAP)");
        facts.put("physical memory", mebibytes(Pointer.totalPhysicalBytes()));
        facts.put(
                "process memory limit", limit(Pointer.maxPhysicalBytes()) + " (org.bytedeco.javacpp.maxPhysicalBytes)");
        facts.put("native array limit", limit(Pointer.maxBytes()) + " (org.bytedeco.javacpp.maxBytes)");
    }

    private static void libraries(Map<String, String> facts) {
        facts.put("libtorch", version(torch.class) + ", " + cuda());
        facts.put("OpenCV", version(org.bytedeco.opencv.global.opencv_core.class));
        facts.put("native library cache", cache());
    }

    private static String cache() {
        try {
            return Loader.getCacheDir().toString();
        } catch (IOException unusable) {
            return "unusable: " + Reason.of(unusable);
        }
    }

    private static String cuda() {
        int devices = Device.cudaDevices();
        return devices == 0 ? "no CUDA device" : devices + " CUDA device(s)";
    }

    private static String selfCheck() {
        try (Scope scope = Scope.open()) {
            Tensor product = Tensors.of(new float[] {1, 2, 3, 4}, 2, 2).mm(Tensors.of(new float[] {5, 6, 7, 8}, 2, 2));
            double trace = Tensors.item(product.trace());
            if (trace != 69) {
                throw new IllegalStateException("libtorch multiplies wrongly: 69 expected, got " + trace);
            }
        }
        return "libtorch calculates correctly";
    }

    /** The version of a preset's jar, "2.10.0-1.5.13": the library's, then that of its Java binding. */
    private static String version(Class<?> preset) {
        String jar = preset.getProtectionDomain().getCodeSource().getLocation().getPath();
        return jar.replaceFirst(".*/[a-z]+-", "").replaceFirst("\\.jar$", "");
    }

    private static String limit(long bytes) {
        return bytes == 0 ? "none" : mebibytes(bytes);
    }

    private static String mebibytes(long bytes) {
        return bytes / MEBIBYTE + " MiB";
    }
}
