package io.candor.infer;

import io.candor.data.Detection;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.augment.Letterbox;
import io.candor.decide.Action;
import io.candor.detect.Prototypes;
import io.candor.detect.SuppressionOptions;
import io.candor.detect.Survivors;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A detector from an ONNX file: images in, objects out. Safe for any number of threads at once; closing waits for calls
 * under way. Reads files of Candor and of other YOLO tools, see {@link Layout}.
 */
public final class Detector implements AutoCloseable {

    /** Sides of frames are multiples of this many pixels. */
    public static final int STRIDE = 32;

    private final Session session;
    private final Signature signature;
    private final ModelCard card;
    private final DetectorOptions options;
    private final Judge judge;
    private final SuppressionOptions selection;
    private final Pictures pictures;
    private final Frames frames = new Frames();
    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private final ExecutorService background;
    private boolean closed;

    private Detector(Path file, DetectorOptions options) {
        this.options = options;
        OnnxFile declared = OnnxFile.read(file);
        signature = Signature.of(declared);
        ModelCard known = ModelCard.of(declared, signature);
        card = known.withImageSize(options.imageSize().orElse(known.imageSize()));
        judge = options.judge().orElseGet(() -> StoredJudge.beside(file, signature.classes(), declared.properties()));
        selection = options.suppression()
                .withConfidence(judge.floor(options.suppression().confidence()));
        pictures = new Pictures(options.mostPixels());
        session = new Session(file, signature.input(), signature.outputs(), options);
        background = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "detector");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Loads a detector with the usual settings.
     *
     * @throws InvalidInput if the file cannot be used: see {@link #load(Path, DetectorOptions)}
     */
    public static Detector load(Path file) {
        return load(file, DetectorOptions.defaults());
    }

    /**
     * Loads a detector.
     *
     * @throws InvalidInput if the file is missing, cut short, wants data outside its folder, uses unknown operators, or
     *     is arranged in no way known here
     */
    public static Detector load(Path file, DetectorOptions options) {
        return new Detector(file, options);
    }

    /** What the file says about itself. */
    public ModelCard card() {
        return card;
    }

    /**
     * The objects on an image file.
     *
     * @throws io.candor.data.read.UnreadableImage if it is missing, no image, damaged or cut short
     * @throws InvalidInput if it has too many pixels
     */
    public Detections detect(Path file) {
        return detectRead(() -> pictures.read(file));
    }

    /** As {@link #detect(Path)}, for the content of an image file. */
    public Detections detect(byte[] encoded) {
        return detectRead(() -> pictures.decode(encoded));
    }

    /** The objects on a picture of AWT; transparency is ignored. */
    public Detections detect(BufferedImage image) {
        return detectRead(() -> pictures.of(image));
    }

    /** The objects on an OpenCV matrix, 8 or 16 bits, grey, blue green red, or with a fourth channel that is ignored. */
    public Detections detect(Mat image) {
        return detectRead(() -> pictures.of(image));
    }

    /** The objects on a decoded picture. */
    public Detections detect(Image image) {
        return detectRead(() -> pictures.check(image));
    }

    private Detections detectRead(Supplier<Image> reader) {
        long started = System.nanoTime();
        Image image = reader.get();
        Duration reading = Duration.ofNanos(System.nanoTime() - started);
        return detect(List.of(image), reading).get(0);
    }

    /**
     * The objects on several pictures, in their order. They share runs of the network where the file allows several
     * images per run; the results are those of single calls.
     */
    public List<Detections> detect(List<Image> images) {
        images.forEach(pictures::check);
        return detect(images, Duration.ZERO);
    }

    /** As {@link #detect(Path)}, on a thread of this detector; calls wait for one another without limit. */
    public CompletableFuture<Detections> detectAsync(Path file) {
        return CompletableFuture.supplyAsync(() -> detect(file), background);
    }

    /** As {@link #detect(Image)}, on a thread of this detector; calls wait for one another without limit. */
    public CompletableFuture<Detections> detectAsync(Image image) {
        return CompletableFuture.supplyAsync(() -> detect(image), background);
    }

    private List<Detections> detect(List<Image> images, Duration reading) {
        life.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the detector is closed");
            }
            Detections[] results = new Detections[images.size()];
            for (List<Integer> run : runs(images)) {
                detect(images, run, reading, results);
            }
            return Arrays.asList(results);
        } finally {
            life.readLock().unlock();
        }
    }

    /** Positions of images that are computed together: of equal frames, as many as the file allows. */
    private List<List<Integer>> runs(List<Image> images) {
        Map<List<Integer>, List<Integer>> byFrame = new LinkedHashMap<>();
        for (int i = 0; i < images.size(); i++) {
            Letterbox frame = frame(images.get(i));
            byFrame.computeIfAbsent(List.of(frame.width(), frame.height()), size -> new ArrayList<>())
                    .add(i);
        }
        List<List<Integer>> runs = new ArrayList<>();
        for (List<Integer> equal : byFrame.values()) {
            int most = signature.batch().orElse(equal.size());
            for (int from = 0; from < equal.size(); from += most) {
                runs.add(equal.subList(from, Math.min(equal.size(), from + most)));
            }
        }
        return runs;
    }

    private Letterbox frame(Image image) {
        return frame(image.width(), image.height());
    }

    /** How a picture of this size is put before the network: the file's own frame, or the smallest at the image size. */
    public Letterbox frame(int width, int height) {
        if (signature.height().isPresent() && signature.width().isPresent()) {
            return Letterbox.frame(
                    width,
                    height,
                    signature.width().getAsInt(),
                    signature.height().getAsInt());
        }
        return Letterbox.rectangle(width, height, card.imageSize(), STRIDE, Letterbox.ScaleUp.YES);
    }

    /**
     * The network alone, without letterbox, selection and judgement: the outputs of its card, in their order.
     *
     * @param images (N, 3, height, width) red green blue in [0, 1], a direct buffer in native byte order
     * @param shape the four sizes
     * @throws IllegalStateException if the shape is not one the file allows
     */
    public List<RawOutput> run(FloatBuffer images, long... shape) {
        life.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the detector is closed");
            }
            return session.run(images, shape);
        } finally {
            life.readLock().unlock();
        }
    }

    private void detect(List<Image> images, List<Integer> run, Duration reading, Detections[] results) {
        long started = System.nanoTime();
        Letterbox first = frame(images.get(run.get(0)));
        int size = Image.CHANNELS * first.width() * first.height();
        int batch = signature.batch().orElse(run.size());
        FloatBuffer input = frames.take(Math.multiplyExact(size, batch));
        try {
            for (int i = 0; i < run.size(); i++) {
                Image image = images.get(run.get(i));
                Letterbox frame = frame(image);
                Frames.write(frame.scale(image), frame, input, i * size);
            }
            long prepared = System.nanoTime();
            List<RawOutput> outputs = session.run(input, batch, Image.CHANNELS, first.height(), first.width());
            long computed = System.nanoTime();
            for (int i = 0; i < run.size(); i++) {
                long before = System.nanoTime();
                Image image = images.get(run.get(i));
                List<DetectedObject> objects = objects(image(outputs, i), frame(image));
                Timings timings = new Timings(
                        reading,
                        Duration.ofNanos((prepared - started) / run.size()),
                        Duration.ofNanos(computed - prepared),
                        Duration.ofNanos(System.nanoTime() - before));
                results[run.get(i)] = new Detections(image.width(), image.height(), objects, verdict(objects), timings);
            }
        } finally {
            frames.giveBack(input);
        }
    }

    private static List<RawOutput> image(List<RawOutput> outputs, int index) {
        return outputs.stream().map(output -> output.image(index)).toList();
    }

    private List<DetectedObject> objects(List<RawOutput> outputs, Letterbox frame) {
        double wanted = options.suppression().confidence();
        return detections(outputs, frame, selection).stream()
                .filter(found -> judge.reports(found, wanted))
                .map(this::object)
                .sorted(Comparator.comparingDouble(DetectedObject::bestConfidence)
                        .reversed())
                .toList();
    }

    /**
     * What the outputs of {@link #run} mean, most confident first, boxes and masks in pixels of the image; not judged.
     *
     * @param outputs of one image
     * @param frame how the image was put before the network
     */
    public List<Detection> detections(List<RawOutput> outputs, Letterbox frame, SuppressionOptions wanted) {
        Layout.Selected selected = select(outputs, wanted);
        return signature.masks() == 0
                ? boxes(selected.survivors(), frame)
                : prototypes(outputs.get(1)).detections(selected.survivors(), selected.coefficients(), frame);
    }

    /** As {@link #detections}, without masks. */
    public List<Detection> boxes(List<RawOutput> outputs, Letterbox frame, SuppressionOptions wanted) {
        return boxes(select(outputs, wanted).survivors(), frame);
    }

    private Layout.Selected select(List<RawOutput> outputs, SuppressionOptions wanted) {
        return signature.layout().select(outputs.get(0).values(), signature.columns(), wanted);
    }

    private static List<Detection> boxes(Survivors survivors, Letterbox frame) {
        return survivors.detections().stream()
                .map(found -> new Detection(found.classIndex(), found.confidence(), frame.undo(found.box())))
                .toList();
    }

    private static Prototypes prototypes(RawOutput output) {
        long[] shape = output.shape();
        return new Prototypes((int) shape[1], (int) shape[3], (int) shape[2], output.values());
    }

    private Optional<Action> verdict(List<DetectedObject> objects) {
        return judge.decides() ? Optional.of(Detections.severest(objects.stream())) : Optional.empty();
    }

    private DetectedObject object(Detection found) {
        return new DetectedObject(
                found.classIndex(),
                signature.classes().name(found.classIndex()),
                found.confidence(),
                judge.calibrated(found),
                judge.decision(found),
                found.box(),
                found.mask());
    }

    /** Waits for calls under way, then frees what ONNX Runtime holds; later calls fail. */
    @Override
    public void close() {
        background.shutdown();
        life.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                session.close();
            }
        } finally {
            life.writeLock().unlock();
        }
    }
}
