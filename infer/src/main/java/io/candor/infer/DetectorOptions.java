package io.candor.infer;

import io.candor.detect.SuppressionOptions;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a detector is loaded and what it reports.
 *
 * @param suppression what is reported; of files that select themselves only the confidence, the classes and the number
 * @param threads of ONNX Runtime per image, 0 for one per processor
 * @param provider what computes
 * @param mostPixels images with more are refused before they are decoded
 * @param imageSize longer side images are scaled to where the file leaves it free; by default what the file says
 * @param judge calibration and decisions; by default those beside the file
 */
public record DetectorOptions(
        SuppressionOptions suppression,
        int threads,
        Provider provider,
        long mostPixels,
        OptionalInt imageSize,
        Optional<Judge> judge) {

    /** 300 MB of decoded pixels: more than most cameras take, and no memory is at risk. */
    private static final long MOST_PIXELS = 100_000_000;

    public DetectorOptions {
        if (threads < 0 || mostPixels < 1) {
            throw new IllegalArgumentException(
                    "threads must be at least 0 and mostPixels at least 1: %d, %d".formatted(threads, mostPixels));
        }
        imageSize.ifPresent(size -> {
            if (size < 32 || size % 32 != 0) {
                throw new IllegalArgumentException("imageSize must be a multiple of 32: " + size);
            }
        });
    }

    /** Confidence .25, IoU .7, 300 detections, one thread per processor, CPU, 100 megapixels. */
    public static DetectorOptions defaults() {
        return new DetectorOptions(
                SuppressionOptions.forPrediction(),
                0,
                Provider.CPU,
                MOST_PIXELS,
                OptionalInt.empty(),
                Optional.empty());
    }

    public DetectorOptions withConfidence(double value) {
        return withSuppression(suppression.withConfidence(value));
    }

    public DetectorOptions withIou(double value) {
        return withSuppression(suppression.withIou(value));
    }

    public DetectorOptions withMaxDetections(int value) {
        return withSuppression(suppression.withMaxDetections(value));
    }

    public DetectorOptions withSuppression(SuppressionOptions value) {
        return new DetectorOptions(value, threads, provider, mostPixels, imageSize, judge);
    }

    public DetectorOptions withThreads(int value) {
        return new DetectorOptions(suppression, value, provider, mostPixels, imageSize, judge);
    }

    public DetectorOptions withProvider(Provider value) {
        return new DetectorOptions(suppression, threads, value, mostPixels, imageSize, judge);
    }

    public DetectorOptions withMostPixels(long value) {
        return new DetectorOptions(suppression, threads, provider, value, imageSize, judge);
    }

    public DetectorOptions withImageSize(int value) {
        return new DetectorOptions(suppression, threads, provider, mostPixels, OptionalInt.of(value), judge);
    }

    public DetectorOptions withJudge(Judge value) {
        return new DetectorOptions(suppression, threads, provider, mostPixels, imageSize, Optional.of(value));
    }
}
