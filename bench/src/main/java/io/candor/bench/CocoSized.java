package io.candor.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.candor.data.Classes;
import io.candor.metric.EvaluationSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Random detections of a set of the size of COCO's: 5,000 images with 7 objects each of 80 classes, a third of them of one
 * class; a quarter of the detections are near an object.
 */
record CocoSized(long seed, int perImage) {

    private static final int IMAGES = 5000;
    private static final int OBJECTS = 7;
    private static final int CLASSES = 80;

    /** What takes the boxes, corners in pixels, in the order they are made. */
    private interface Sink {
        void image(int image) throws IOException;

        void object(int image, int classIndex, double[] box) throws IOException;

        void detection(int image, int classIndex, double[] box, double score) throws IOException;
    }

    EvaluationSet.Builder builder() {
        EvaluationSet.Builder builder = EvaluationSet.builder(new Classes(
                IntStream.range(0, CLASSES).mapToObj(String::valueOf).toList()));
        try {
            send(new Sink() {
                @Override
                public void image(int image) {
                    builder.image(String.valueOf(image));
                }

                @Override
                public void object(int image, int classIndex, double[] box) {
                    builder.object(image, classIndex, box[0], box[1], box[2], box[3]);
                }

                @Override
                public void detection(int image, int classIndex, double[] box, double score) {
                    builder.detection(image, classIndex, box, score);
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException("nothing is written here", e);
        }
        return builder;
    }

    /** Writes the same set as COCO annotations and results. */
    void write(Path annotations, Path detections) throws IOException {
        JsonFactory json = new JsonFactory();
        try (JsonGenerator truth = json.createGenerator(Files.newBufferedWriter(annotations));
                JsonGenerator found = json.createGenerator(Files.newBufferedWriter(detections))) {
            truth.writeStartObject();
            images(truth);
            categories(truth);
            truth.writeArrayFieldStart("annotations");
            found.writeStartArray();
            send(new JsonSink(truth, found));
            found.writeEndArray();
            truth.writeEndArray();
            truth.writeEndObject();
        }
    }

    private static void images(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("images");
        for (int image = 0; image < IMAGES; image++) {
            json.writeStartObject();
            json.writeNumberField("id", image);
            json.writeStringField("file_name", image + ".jpg");
            json.writeNumberField("width", 900);
            json.writeNumberField("height", 700);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void categories(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("categories");
        for (int k = 0; k < CLASSES; k++) {
            json.writeStartObject();
            json.writeNumberField("id", k);
            json.writeStringField("name", String.valueOf(k));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void send(Sink sink) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < IMAGES; i++) {
            sink.image(i);
            double[][] boxes = new double[OBJECTS][];
            int[] classes = new int[OBJECTS];
            for (int o = 0; o < OBJECTS; o++) {
                classes[o] = classIndex(random);
                boxes[o] = box(random);
                sink.object(i, classes[o], boxes[o]);
            }
            for (int d = 0; d < perImage; d++) {
                int o = random.nextInt(OBJECTS);
                boolean near = random.nextInt(4) == 0;
                double[] box = near ? shaken(boxes[o], random) : box(random);
                int k = near ? classes[o] : classIndex(random);
                sink.detection(i, k, box, Math.pow(random.nextDouble(), near ? 1 : 6));
            }
        }
    }

    private static int classIndex(Random random) {
        return random.nextInt(3) == 0 ? 0 : random.nextInt(CLASSES);
    }

    private static double[] box(Random random) {
        double x = 600 * random.nextDouble();
        double y = 440 * random.nextDouble();
        return new double[] {x, y, x + 10 + 200 * random.nextDouble(), y + 10 + 200 * random.nextDouble()};
    }

    private static double[] shaken(double[] box, Random random) {
        double[] shaken = box.clone();
        for (int i = 0; i < 4; i++) {
            shaken[i] += 3 * random.nextGaussian();
        }
        shaken[2] = Math.max(shaken[2], shaken[0] + 1);
        shaken[3] = Math.max(shaken[3], shaken[1] + 1);
        return shaken;
    }

    private static final class JsonSink implements Sink {

        private final JsonGenerator truth;
        private final JsonGenerator found;
        private int objects;

        JsonSink(JsonGenerator truth, JsonGenerator found) {
            this.truth = truth;
            this.found = found;
        }

        @Override
        public void image(int image) {}

        @Override
        public void object(int image, int classIndex, double[] box) throws IOException {
            truth.writeStartObject();
            truth.writeNumberField("id", ++objects);
            truth.writeNumberField("iscrowd", 0);
            truth.writeNumberField("area", (box[2] - box[0]) * (box[3] - box[1]));
            place(truth, image, classIndex, box);
            truth.writeEndObject();
        }

        @Override
        public void detection(int image, int classIndex, double[] box, double score) throws IOException {
            found.writeStartObject();
            found.writeNumberField("score", score);
            place(found, image, classIndex, box);
            found.writeEndObject();
        }

        private static void place(JsonGenerator json, int image, int classIndex, double[] box) throws IOException {
            json.writeNumberField("image_id", image);
            json.writeNumberField("category_id", classIndex);
            json.writeArrayFieldStart("bbox");
            json.writeNumber(box[0]);
            json.writeNumber(box[1]);
            json.writeNumber(box[2] - box[0]);
            json.writeNumber(box[3] - box[1]);
            json.writeEndArray();
        }
    }
}
