package io.candor.tensor;

import io.candor.data.InvalidInput;
import java.util.Locale;
import org.bytedeco.pytorch.global.torch;

/**
 * Where tensors live.
 *
 * @param kind CPU or CUDA
 * @param index which CUDA device; 0 for the CPU
 */
public record Device(Kind kind, int index) {

    /** The kinds of device there are. */
    public enum Kind {
        CPU,
        CUDA
    }

    public static final Device CPU = new Device(Kind.CPU, 0);

    /**
     * The device a user asks for.
     *
     * @param text {@code auto} (CUDA where there is one, else the CPU), {@code cpu}, {@code cuda} or {@code cuda:n}
     * @throws InvalidInput if the text is none of these, or the CUDA device does not exist
     */
    public static Device of(String text) {
        return of(text, cudaDevices());
    }

    static Device of(String text, int cudaDevices) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        if (wanted.equals("cpu") || (wanted.equals("auto") && cudaDevices == 0)) {
            return CPU;
        }
        if (!wanted.matches("auto|cuda(:\\d{1,3})?")) {
            throw new InvalidInput(
                    "device", "device: found \"%s\", expected auto, cpu, cuda or cuda:<number>.".formatted(text));
        }
        int index = wanted.startsWith("cuda:") ? Integer.parseInt(wanted.substring(5)) : 0;
        if (index >= cudaDevices) {
            throw missing(text, cudaDevices);
        }
        return new Device(Kind.CUDA, index);
    }

    private static InvalidInput missing(String text, int cudaDevices) {
        return new InvalidInput("device", """
                device: "%s" was asked for, but libtorch sees %d CUDA devices here. Use device cpu or auto; or install \
                an NVIDIA driver and the CUDA libraries and use the build with the gpu profile.\
                """.formatted(text, cudaDevices));
    }

    /** Number of CUDA devices libtorch sees; 0 with the CPU build. */
    public static int cudaDevices() {
        return torch.hasCUDA() ? Math.toIntExact(torch.getNumGPUs()) : 0;
    }

    /** This device as libtorch names it; belongs to the current scope. */
    public org.bytedeco.pytorch.Device torch() {
        return new org.bytedeco.pytorch.Device(toString());
    }

    @Override
    public String toString() {
        return kind == Kind.CPU ? "cpu" : "cuda:" + index;
    }
}
