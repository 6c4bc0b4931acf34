package io.candor.infer;

import io.candor.calibrate.CalibrationFile;
import io.candor.calibrate.ClassifierCalibration;
import io.candor.calibrate.ClassifierCalibrationFile;
import io.candor.calibrate.ClassifierCalibrator;
import io.candor.data.Classes;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.augment.Crop;
import io.candor.data.augment.Letterbox;
import io.candor.infer.OnnxFile.Port;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A classifier from an ONNX file: images in, probabilities of classes out. Safe for any number of threads at once; close
 * it after the last call. Reads files of Candor and of other YOLO tools, whose output are probabilities (N, K).
 */
public final class Classifier implements AutoCloseable {

    private static final String TASK = "classify";

    private final ModelCard card;
    private final Session session;
    private final Pictures pictures;
    private final Optional<ClassifierCalibration> calibration;
    private final Frames frames = new Frames();

    private Classifier(Path file, DetectorOptions options) {
        ModelCard known = card(OnnxFile.read(file));
        card = known.withImageSize(options.imageSize().orElse(known.imageSize()));
        calibration = StoredJudge.file(file, CalibrationFile.NAME).map(this::calibration);
        pictures = new Pictures(options.mostPixels());
        session = new Session(file, card.inputs().get(0), card.outputs(), options);
    }

    /**
     * Loads a classifier with the usual settings.
     *
     * @throws InvalidInput if the file cannot be used: see {@link #load(Path, DetectorOptions)}
     */
    public static Classifier load(Path file) {
        return load(file, DetectorOptions.defaults());
    }

    /**
     * Loads a classifier; a calibration that lies beside the file is applied.
     *
     * @param options of which threads, provider, pixels and image size are read
     * @throws InvalidInput if the file is missing, cut short, wants data outside its folder, uses unknown operators, or
     *     is no classifier
     */
    public static Classifier load(Path file, DetectorOptions options) {
        return new Classifier(file, options);
    }

    /** Whether a file says that it is a classifier. */
    static boolean isOne(OnnxFile declared) {
        return declared.properties().getOrDefault("task", "").equals(TASK);
    }

    /** @throws InvalidInput if it is no classifier */
    static ModelCard card(OnnxFile declared) {
        Port input = Signature.input(declared);
        Port output = output(declared);
        return new ModelCard(
                declared.file(),
                classes(declared, output),
                Optional.empty(),
                declared.inputs(),
                List.of(output),
                Signature.imageSize(declared, input),
                declared.properties());
    }

    private static Port output(OnnxFile declared) {
        String task = declared.properties().getOrDefault("task", "");
        return declared.outputs().stream()
                .filter(port -> isOne(declared)
                        && port.shape().size() == 2
                        && port.shape().get(1) != Port.FREE)
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        "onnx-layout",
                        "%s is no classifier that is understood here: its task is '%s', its outputs are %s. Expected the task 'classify' and an output (N, K) with probabilities."
                                .formatted(declared.file(), task, declared.outputs())));
    }

    private static Classes classes(OnnxFile declared, Port output) {
        int count = Math.toIntExact(output.shape().get(1));
        Classes named = Optional.ofNullable(declared.properties().get("names"))
                .flatMap(ClassNames::parse)
                .orElseGet(() -> Signature.numbered(count));
        if (named.size() != count) {
            throw new InvalidInput(
                    "onnx-layout",
                    "%s names %d classes and gives %d probabilities. Export it again."
                            .formatted(declared.file(), named.size(), count));
        }
        return named;
    }

    private ClassifierCalibration calibration(Path place) {
        ClassifierCalibration known = ClassifierCalibrationFile.read(place);
        known.requireModel(StoredJudge.weights(card.file(), card.properties()), place.toString());
        known.requireProbabilities(classes(), place.toString());
        return known;
    }

    /** What the file says about itself. */
    public ModelCard card() {
        return card;
    }

    /** In the order of their indices. */
    public Classes classes() {
        return card.classes();
    }

    /** Side of the square that images are cut and scaled to, in pixels. */
    public int imageSize() {
        return card.imageSize();
    }

    /** Whether a calibration is applied. */
    public boolean isCalibrated() {
        return calibration.isPresent();
    }

    /**
     * What is on an image file.
     *
     * @throws io.candor.data.read.UnreadableImage if it is missing, no image, damaged or cut short
     * @throws InvalidInput if it has too many pixels
     */
    public Classification classify(Path image) {
        return classify(pictures.read(image));
    }

    /** As {@link #classify(Path)}, for the content of an image file. */
    public Classification classify(byte[] encoded) {
        return classify(pictures.decode(encoded));
    }

    /** What is on a decoded picture, of which the middle square is looked at. */
    public Classification classify(Image image) {
        double[] raw = probabilities(pictures.check(image));
        double[] best = calibration
                .map(known -> ((ClassifierCalibrator.OfProbabilities) known.calibrator())
                        .calibrator()
                        .apply(raw))
                .orElse(raw);
        return new Classification(classes(), list(best), list(raw));
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /**
     * The network alone, without crop and calibration.
     *
     * @param images (N, 3, height, width) red green blue in [0, 1], a direct buffer in native byte order
     * @param shape the four sizes
     * @throws IllegalStateException if the shape is not one the file allows
     */
    public List<RawOutput> run(FloatBuffer images, long... shape) {
        return session.run(images, shape);
    }

    private double[] probabilities(Image image) {
        int side = imageSize();
        Image square = Crop.center(image.width(), image.height()).apply(image, side);
        FloatBuffer input = frames.take(Image.CHANNELS * side * side);
        try {
            Frames.write(square, Letterbox.frame(side, side, side, side), input, 0);
            float[] values =
                    session.run(input, 1, Image.CHANNELS, side, side).get(0).values();
            double[] probabilities = new double[values.length];
            Arrays.setAll(probabilities, k -> values[k]);
            return probabilities;
        } finally {
            frames.giveBack(input);
        }
    }

    /** Frees what ONNX Runtime holds. */
    @Override
    public void close() {
        session.close();
    }
}
