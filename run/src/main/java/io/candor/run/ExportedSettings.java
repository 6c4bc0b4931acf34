package io.candor.run;

import io.candor.data.InvalidInput;
import io.candor.detect.SuppressionOptions;
import io.candor.export.OnnxMetadata;
import io.candor.infer.Detector;
import io.candor.infer.DetectorOptions;
import io.candor.infer.ModelCard;
import io.candor.infer.OnnxFile.Port;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;

/**
 * What an exported file has settled for itself. Settings that ask for something else are refused: they would be read
 * past.
 */
record ExportedSettings(ModelCard card) {

    private static final String HELP = "options";
    private static final int DIGITS = 4;

    /** Refuses settings of the machine, of which the file has its own. */
    void requireOwn(Settings settings, List<Key<?>> keys) {
        for (Key<?> key : keys) {
            if (settings.given(key).isPresent()) {
                throw new InvalidInput(
                        HELP,
                        "%s cannot be chosen for an ONNX file: %s is computed in its own precision, on the processor. Leave %s out."
                                .formatted(key.name(), card.file(), key.option()));
            }
        }
    }

    /** Refuses a calibration or a policy that lies elsewhere. */
    void requireBeside(Settings settings, List<Key<String>> keys) {
        for (Key<String> key : keys) {
            if (settings.given(key).isPresent()) {
                throw new InvalidInput(
                        HELP,
                        "%s cannot be chosen for an ONNX file: what lies beside %s is applied. Leave %s out and put the file there, or take it away."
                                .formatted(key.name(), card.file(), key.option()));
            }
        }
    }

    /** Refuses a side of the input that the file does not take; classifiers take any that they leave open. */
    void requireTaken(int imageSize) {
        if (!isFree() && imageSize != card.imageSize()) {
            throw new InvalidInput(
                    HELP,
                    "%s takes images of %d pixels, imgsz is %d. Leave --imgsz out, or export with --dynamic."
                            .formatted(card.file(), card.imageSize(), imageSize));
        }
        if (!card.classifies() && imageSize % Detector.STRIDE != 0) {
            throw new InvalidInput(
                    HELP, "imgsz is %d; expected a multiple of %d.".formatted(imageSize, Detector.STRIDE));
        }
    }

    private boolean isFree() {
        return card.inputs().get(0).shape().subList(2, 4).contains(Port.FREE);
    }

    /** The options with that side, where the file leaves it open. */
    DetectorOptions framed(DetectorOptions options, int imageSize) {
        return isFree() ? options.withImageSize(imageSize) : options;
    }

    /**
     * What a suppression in the graph withholds of what is asked for; empty if it withholds nothing, or there is none.
     *
     * @throws InvalidInput if there is one that does not say what it does
     */
    Optional<String> withheld(SuppressionOptions asked) {
        return selected()
                .filter(own -> own.confidence() > asked.confidence()
                        || own.maxDetections() < asked.maxDetections()
                        || own.iou() != asked.iou())
                .map(own ->
                        "%s was exported with --nms: it gives out at most %d detections of confidence %s and more, suppressed at IoU %s; asked for are at most %d from %s, at IoU %s."
                                .formatted(
                                        card.file(),
                                        own.maxDetections(),
                                        rounded(own.confidence()),
                                        rounded(own.iou()),
                                        asked.maxDetections(),
                                        rounded(asked.confidence()),
                                        rounded(asked.iou())));
    }

    /** Floors that calibrators and policies ask for have sixteen digits. */
    private static String rounded(double threshold) {
        return BigDecimal.valueOf(threshold)
                .round(new MathContext(DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Refuses to count what the file gives out where it withholds some of it. */
    void requireAll(SuppressionOptions asked) {
        withheld(asked).ifPresent(why -> {
            throw new InvalidInput(
                    HELP,
                    why
                            + " Figures would be of the remainder. Use a file exported without --nms, or ask for no more than this one gives.");
        });
    }

    private Optional<SuppressionOptions> selected() {
        if (!card.selects() || !suppresses()) {
            return Optional.empty();
        }
        return Optional.of(SuppressionOptions.forPrediction()
                .withConfidence(number(OnnxMetadata.SELECTED_CONFIDENCE))
                .withIou(number(OnnxMetadata.SELECTED_IOU))
                .withMaxDetections((int) number(OnnxMetadata.SELECTED_MOST)));
    }

    /** Networks that name every object once give out selected rows as well, without suppression. */
    private boolean suppresses() {
        return card.properties().containsKey(OnnxMetadata.SELECTED_CONFIDENCE)
                || card.properties().getOrDefault("args", "").contains("'nms': True");
    }

    private double number(String key) {
        try {
            return Double.parseDouble(card.properties().getOrDefault(key, ""));
        } catch (NumberFormatException e) {
            throw new InvalidInput(
                    HELP,
                    "%s selects detections by itself and does not say how: its property %s is '%s', which is no number. Use a file exported without suppression."
                            .formatted(card.file(), key, card.properties().getOrDefault(key, "")),
                    e);
        }
    }
}
