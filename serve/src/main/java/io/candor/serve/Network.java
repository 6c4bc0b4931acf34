package io.candor.serve;

import io.candor.data.Image;
import io.candor.infer.Classifier;
import io.candor.infer.Detector;
import io.candor.infer.DetectorOptions;
import io.candor.infer.Judge;
import io.candor.infer.ModelCard;
import io.candor.infer.RawOutput;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;

/** A loaded model of either kind, with what lies beside it. */
sealed interface Network extends AutoCloseable {

    /** @throws io.candor.data.InvalidInput if the file, or what lies beside it, cannot be used */
    static Network load(Path file, DetectorOptions options) {
        ModelCard card = ModelCard.of(file);
        if (card.classifies()) {
            return new OfClasses(Classifier.load(file, options));
        }
        Judge judge = Judge.beside(card);
        return new OfObjects(Detector.load(file, options.withJudge(judge)), judge);
    }

    ModelCard card();

    /** Whether confidences are calibrated. */
    boolean calibrates();

    /** Whether objects are decided about. */
    boolean decides();

    /** What is on the pictures, in their order. */
    List<? extends Findings> judge(List<Image> images);

    /** The network alone. */
    List<RawOutput> run(FloatBuffer values, long... shape);

    @Override
    void close();

    /** A detector. */
    record OfObjects(Detector detector, Judge judge) implements Network {
        @Override
        public ModelCard card() {
            return detector.card();
        }

        @Override
        public boolean calibrates() {
            return judge.calibrates();
        }

        @Override
        public boolean decides() {
            return judge.decides();
        }

        @Override
        public List<Findings.Objects> judge(List<Image> images) {
            return detector.detect(images).stream().map(Findings.Objects::new).toList();
        }

        @Override
        public List<RawOutput> run(FloatBuffer values, long... shape) {
            return detector.run(values, shape);
        }

        @Override
        public void close() {
            detector.close();
        }
    }

    /** A classifier; policies are about objects. */
    record OfClasses(Classifier classifier) implements Network {
        @Override
        public ModelCard card() {
            return classifier.card();
        }

        @Override
        public boolean calibrates() {
            return classifier.isCalibrated();
        }

        @Override
        public boolean decides() {
            return false;
        }

        @Override
        public List<Findings.OfWhole> judge(List<Image> images) {
            return images.stream()
                    .map(image -> new Findings.OfWhole(classifier.classify(image), image.width(), image.height()))
                    .toList();
        }

        @Override
        public List<RawOutput> run(FloatBuffer values, long... shape) {
            return classifier.run(values, shape);
        }

        @Override
        public void close() {
            classifier.close();
        }
    }
}
