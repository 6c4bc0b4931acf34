package io.candor.train;

import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.network.Definition;
import io.candor.tensor.Device;
import io.candor.tensor.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Batches that do not fit, before and after the attempt, in words for the person who chose them. */
public final class MemoryLimit {

    static final String HELP = "batch-larger-than-memory";

    private static final Path MACHINE = Path.of("/proc/meminfo");
    private static final Path CONTAINER = Path.of("/sys/fs/cgroup/memory.max");

    private MemoryLimit() {}

    /**
     * Refuses training steps that cannot fit, on the CPU before the first one; and on any device batches whose pictures
     * are more bytes than an array holds.
     *
     * @param definition what is to be trained
     * @param images in an epoch: no batch is larger
     * @throws InvalidInput with a batch that may fit
     */
    public static void check(Recipe recipe, Definition definition, int images) {
        Input asked = recipe.input();
        int batch = Math.max(1, Math.min(asked.batch(), images));
        Input input = new Input(asked.imageSize(), batch, asked.workers(), asked.seed(), asked.sizes());
        requireArray(input);
        Device device = Device.of(recipe.compute().device());
        if (device.kind() == Device.Kind.CPU) {
            Precision precision = recipe.compute().precision().on(device);
            check(
                    input,
                    ActivationCount.bytesPerPicture(definition, input.imageSize(), precision),
                    teacherBytes(recipe.objective().teaching(), definition),
                    Math.min(machine(MACHINE), container(CONTAINER)));
        }
    }

    /** The weights of the network that is learned from: its file, or as many in float32 as the pupil has; else 0. */
    static long teacherBytes(Teaching teaching, Definition pupil) {
        Path file = Path.of(teaching.teacher());
        try {
            if (!teaching.teacher().isEmpty()) {
                return Files.isRegularFile(file) ? Files.size(file) : 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return teaching.former() > 0 ? Float.BYTES * numbers(pupil) : 0;
    }

    private static long numbers(Definition network) {
        return network.weights().stream()
                .mapToLong(weight -> weight.shape().stream().reduce(1L, Math::multiplyExact))
                .sum();
    }

    /**
     * Refuses batches without training whose pictures are more bytes than an array holds.
     *
     * @param imageSize side of the square input in pixels
     * @param batch pictures asked for at once
     * @param images there are: no batch is larger
     * @throws InvalidInput with a batch that fits
     */
    public static void checkEvaluation(int imageSize, int batch, int images) {
        requireArray(imageSize, Math.min(batch, images), "the result is the same.");
    }

    static void requireArray(Input input) {
        requireArray(
                input.imageSize(),
                input.batch(),
                "smaller batches are accumulated to the nominal batch, so the result changes little.");
    }

    private static void requireArray(int imageSize, int batch, String consequence) {
        long picture = (long) Image.CHANNELS * imageSize * imageSize;
        if (batch > 0 && picture > Integer.MAX_VALUE / batch) {
            throw new InvalidInput(HELP, """
                    The pixels of %d pictures of %d pixels are more than %d bytes, the most a batch can hold. %s; %s\
                    """.formatted(
                            batch, imageSize, Integer.MAX_VALUE, way(Integer.MAX_VALUE / picture), consequence));
        }
    }

    private static String way(long fitting) {
        return fitting >= 1
                ? "Use a smaller --batch, such as %d".formatted(fitting)
                : "Use a smaller --imgsz or a smaller model";
    }

    /**
     * Refuses a batch whose activations alone exceed the memory of the machine or container: Linux would promise the
     * memory and then kill the process without a word.
     *
     * @param perPicture bytes of activations
     * @param beside bytes of networks beside the trained one
     * @param memory bytes there are
     */
    static void check(Input input, long perPicture, long beside, long memory) {
        long needed = Math.addExact(Math.multiplyExact(perPicture, input.batch()), beside);
        if (needed <= memory) {
            return;
        }
        long fitting =
                Math.max(0, memory / 2 - beside) / perPicture; // half is left for gradients, weights and pictures
        throw new InvalidInput(
                HELP, """
                A training step with %d pictures of %d pixels needs about %.1f GB, and there are %.1f GB. %s; smaller \
                batches are accumulated to the nominal batch, so the result changes little.""".formatted(input.batch(), input.imageSize(), needed / 1e9, memory / 1e9, way(fitting)));
    }

    /** Bytes of memory of the machine; unlimited where nobody says. */
    static long machine(Path file) {
        return lines(file)
                .filter(line -> line.startsWith("MemTotal:"))
                .findFirst()
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .orElse(Long.MAX_VALUE);
    }

    /** Bytes a container may use; unlimited where nobody says. */
    static long container(Path file) {
        return lines(file)
                .findFirst()
                .filter(line -> line.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(Long.MAX_VALUE);
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file).stream() : Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code failure} itself, or what it means if memory ran out. */
    static RuntimeException explained(RuntimeException failure, Input input) {
        return isAllocation(failure) ? refusal(input, failure) : failure;
    }

    /** {@code failure} itself, or what it means if JavaCPP refused to allocate. */
    static RuntimeException explained(OutOfMemoryError failure, Input input) {
        return refusal(input, failure);
    }

    /** As libtorch's CPU and CUDA allocators, oneDNN and the C++ library word it. */
    private static boolean isAllocation(RuntimeException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return Stream.of("can't allocate memory", "out of memory", "not enough memory", "bad_alloc", "cannot allocate")
                .anyMatch(message::contains);
    }

    private static InvalidInput refusal(Input input, Throwable cause) {
        return new InvalidInput(HELP, """
                Memory ran out in a training step with %d pictures of %d pixels. %s; smaller batches are accumulated \
                to the nominal batch, so the result changes little.""".formatted(input.batch(), input.imageSize(), way(input.batch() / 2)), cause);
    }
}
