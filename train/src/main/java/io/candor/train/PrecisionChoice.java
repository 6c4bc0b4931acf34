package io.candor.train;

import io.candor.data.InvalidInput;
import io.candor.tensor.Device;
import io.candor.tensor.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The precision a recipe asks for. */
public enum PrecisionChoice {
    /** bf16 where the hardware multiplies it fast: CUDA, and processors with AVX512-BF16 or AMX; else fp32. */
    AUTO,
    /** 32-bit floats everywhere. */
    FP32,
    /** 16-bit brain floats inside the network's convolutions. */
    BF16;

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Set<String> BF16_FLAGS = Set.of("avx512_bf16", "amx_bf16"); // as Linux names them

    /**
     * The choice with the given name, in any case.
     *
     * @throws InvalidInput if there is none
     */
    public static PrecisionChoice of(String name) {
        String wanted = name.strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(known -> known.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        Setting.HELP, "precision: found \"%s\", expected auto, fp32 or bf16.".formatted(name)));
    }

    /** What this means on {@code device} of this machine. */
    public Precision on(Device device) {
        return on(device, PROCESSORS);
    }

    Precision on(Device device, Path processors) {
        return switch (this) {
            case FP32 -> Precision.FP32;
            case BF16 -> Precision.BF16;
            case AUTO -> device.kind() == Device.Kind.CUDA || fast(processors) ? Precision.BF16 : Precision.FP32;
        };
    }

    /** Whether Linux lists a bf16 extension; elsewhere nobody says, so no. */
    private static boolean fast(Path processors) {
        if (!Files.isReadable(processors)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(processors)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> Stream.of(line.split("\\s+")).anyMatch(BF16_FLAGS::contains))
                    .orElse(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
