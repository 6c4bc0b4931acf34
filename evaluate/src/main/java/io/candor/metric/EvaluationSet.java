package io.candor.metric;

import io.candor.data.Box;
import io.candor.data.Classes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What annotators wrote and what a detector claims about the same images, laid out for counting: class by class, in a
 * class image by image, in an image by descending confidence. One (class, image) pair that has either is a group.
 */
public final class EvaluationSet {

    private final Classes classes;
    private final List<EvaluatedImage> pictures;
    private final List<String> images;
    final Rectangles truth;
    /** Size the annotator gave, for the size ranges; differs from the box for outlined objects. */
    final double[] truthArea;
    /** Regions with too many objects to count: detections inside are neither right nor wrong. */
    final boolean[] crowd;

    final Rectangles found;
    final double[] confidence;
    /** Per detection, its position in its group: 0 is the most confident. */
    final int[] rank;
    /** Per detection, its position in the order of addition. */
    final int[] source;

    /** Per group, its first detection, and one past the last. */
    final int[] groupFound;
    /** Per group, its first object, and one past the last. */
    final int[] groupTruth;
    /** Per class, its first group, and one past the last. */
    final int[] classGroups;
    /** All detections, class by class, in a class by descending confidence over all images. */
    final int[] byConfidence;

    private final String fingerprint;

    private EvaluationSet(Builder builder) {
        classes = builder.classes;
        int[] ranks = ImageOrder.ranks(
                builder.pictures.stream().map(EvaluatedImage::name).toList());
        pictures = inOrder(builder.pictures, ranks);
        images = pictures.stream().map(EvaluatedImage::name).toList();
        rankImages(builder.truth, ranks);
        rankImages(builder.found, ranks);

        int[] truthOrder = builder.truth.byClassAndImage(classes.size(), images.size());
        truth = builder.truth.permuted(truthOrder);
        truthArea = Rectangles.pick(builder.truthArea.array(), truthOrder);
        crowd = new boolean[truthOrder.length];
        for (int i = 0; i < crowd.length; i++) {
            crowd[i] = builder.crowd.array()[truthOrder[i]] != 0;
        }

        source = builder.found.byClassAndImage(classes.size(), images.size());
        Grouping groups = new Grouping(builder.found, source, truth, classes.size());
        groupFound = groups.found;
        groupTruth = groups.truth;
        classGroups = groups.classes;
        double[] added = builder.confidence.array();
        IntStream.range(0, groups())
                .parallel()
                .forEach(g -> DescendingSort.sort(source, groupFound[g], groupFound[g + 1], added));
        found = builder.found.permuted(source);
        confidence = Rectangles.pick(added, source);
        rank = ranksInGroups();
        byConfidence = orderByConfidence();
        fingerprint = computeFingerprint();
    }

    /** A set without images yet. */
    public static Builder builder(Classes classes) {
        return new Builder(classes);
    }

    public Classes classes() {
        return classes;
    }

    /** Names of all images, also of those without objects and detections, in the order that breaks ties. */
    public List<String> images() {
        return images;
    }

    /** The image at a position of {@link #images}. */
    public EvaluatedImage image(int index) {
        return pictures.get(index);
    }

    /** Number of annotated objects, crowd regions included. */
    public int objects() {
        return truth.size;
    }

    /** Number of annotated objects of a class, without crowd regions. */
    public int objects(int classIndex) {
        int count = 0;
        for (int i = firstTruth(classIndex); i < firstTruth(classIndex + 1); i++) {
            count += crowd[i] ? 0 : 1;
        }
        return count;
    }

    public int detections() {
        return found.size;
    }

    /** Number of detections of a class. */
    public int detections(int classIndex) {
        return firstFound(classIndex + 1) - firstFound(classIndex);
    }

    /** Number of images with an object of the class. */
    public int imagesWith(int classIndex) {
        int count = 0;
        for (int g = classGroups[classIndex]; g < classGroups[classIndex + 1]; g++) {
            count += groupTruth[g + 1] > groupTruth[g] ? 1 : 0;
        }
        return count;
    }

    /** Position in {@link #images} of the image a detection is on. */
    public int detectionImage(int detection) {
        return found.image[detection];
    }

    public int detectionClass(int detection) {
        return found.classIndex[detection];
    }

    public Box detectionBox(int detection) {
        return found.box(detection);
    }

    public double confidence(int detection) {
        return confidence[detection];
    }

    /** Position of a detection in the order of addition, that is, of the file it came from. */
    public int added(int detection) {
        return source[detection];
    }

    /** Position in {@link #images} of the image an object is on. */
    public int objectImage(int object) {
        return truth.image[object];
    }

    public int objectClass(int object) {
        return truth.classIndex[object];
    }

    public Box objectBox(int object) {
        return truth.box(object);
    }

    /** Area of an object and whether it is a crowd region. */
    public AnnotatedRegion region(int object) {
        return new AnnotatedRegion(
                truthArea[object], crowd[object] ? AnnotatedRegion.Kind.CROWD : AnnotatedRegion.Kind.OBJECT);
    }

    /** The part of this set on some images, chosen by their position in {@link #images}. */
    public EvaluationSet onImages(IntPredicate chosen) {
        return SetCopy.of(this, chosen, d -> confidence[d]);
    }

    /**
     * The same boxes with other confidences, as after calibration.
     *
     * @param changed new confidence of a detection of this set, in [0, 1]; the new set may order detections otherwise
     */
    public EvaluationSet withConfidences(IntToDoubleFunction changed) {
        return SetCopy.of(this, image -> true, changed);
    }

    /** Sixteen hexadecimal digits that change when an image name or an annotation changes. */
    public String fingerprint() {
        return fingerprint;
    }

    int groups() {
        return groupFound.length - 1;
    }

    int firstFound(int classIndex) {
        return groupFound[classGroups[classIndex]];
    }

    int firstTruth(int classIndex) {
        return groupTruth[classGroups[classIndex]];
    }

    private int[] ranksInGroups() {
        int[] ranks = new int[found.size];
        for (int g = 0; g < groups(); g++) {
            for (int d = groupFound[g]; d < groupFound[g + 1]; d++) {
                ranks[d] = d - groupFound[g];
            }
        }
        return ranks;
    }

    private int[] orderByConfidence() {
        int[] order = new int[found.size];
        Arrays.setAll(order, i -> i);
        IntStream.range(0, classes.size())
                .parallel()
                .forEach(k -> DescendingSort.sort(order, firstFound(k), firstFound(k + 1), confidence));
        return order;
    }

    private static List<EvaluatedImage> inOrder(List<EvaluatedImage> added, int[] ranks) {
        EvaluatedImage[] sorted = new EvaluatedImage[ranks.length];
        for (int i = 0; i < ranks.length; i++) {
            sorted[ranks[i]] = added.get(i);
        }
        return List.of(sorted);
    }

    private static void rankImages(Rectangles boxes, int[] ranks) {
        for (int i = 0; i < boxes.size; i++) {
            boxes.image[i] = ranks[boxes.image[i]];
        }
    }

    private String computeFingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(String.join("\n", images).getBytes(StandardCharsets.UTF_8));
            digest.update(String.join("\n", classes.names()).getBytes(StandardCharsets.UTF_8));
            ByteBuffer row = ByteBuffer.allocate(6 * Double.BYTES);
            for (int i = 0; i < truth.size; i++) {
                row.clear().putInt(truth.image[i]).putInt(truth.classIndex[i]);
                row.putDouble(truth.x1[i]).putDouble(truth.y1[i]).putDouble(truth.x2[i]);
                digest.update(row.putDouble(truth.y2[i])
                        .put((byte) (crowd[i] ? 1 : 0))
                        .flip());
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Collects objects and detections, image by image. */
    public static final class Builder {

        private final Classes classes;
        private final Map<String, Integer> images = new HashMap<>();
        private final List<EvaluatedImage> pictures = new ArrayList<>();
        private final Rectangles truth = new Rectangles();
        private final DoubleArray truthArea = new DoubleArray();
        private final DoubleArray crowd = new DoubleArray();
        private final Rectangles found = new Rectangles();
        private final DoubleArray confidence = new DoubleArray();

        private Builder(Classes classes) {
            this.classes = classes;
        }

        /** Makes an image known, with or without objects; returns the number to add its boxes under. */
        public int image(String name) {
            Integer known = images.get(name);
            return known == null ? image(EvaluatedImage.named(name)) : known;
        }

        /**
         * Makes an image known; returns the number to add its boxes under.
         *
         * @throws IllegalArgumentException if an image of this name is known
         */
        public int image(EvaluatedImage image) {
            if (images.putIfAbsent(image.name(), images.size()) != null) {
                throw new IllegalArgumentException("image added twice: " + image.name());
            }
            pictures.add(image);
            return images.size() - 1;
        }

        /** Whether an image of this name is already known. */
        public boolean contains(String name) {
            return images.containsKey(name);
        }

        /** An annotated object given by its corners. */
        public void object(int image, int classIndex, double x1, double y1, double x2, double y2) {
            double area = (x2 - x1) * (y2 - y1);
            object(image, classIndex, new double[] {x1, y1, x2, y2}, area, area, false);
        }

        /** An annotated object or crowd region. */
        public void object(int image, int classIndex, CornerBox box, AnnotatedRegion region) {
            boolean isCrowd = region.kind() == AnnotatedRegion.Kind.CROWD;
            object(image, classIndex, box.corners(), box.area(), region.area(), isCrowd);
        }

        void object(int image, int classIndex, double[] corners, double boxArea, double area, boolean isCrowd) {
            requireKnown(image, classIndex);
            truth.add(image, classIndex, corners, boxArea);
            truthArea.add(area);
            crowd.add(isCrowd ? 1 : 0);
        }

        /** A detection given by its corners and confidence. */
        public void detection(int image, int classIndex, double[] corners, double detectionConfidence) {
            detection(
                    image,
                    classIndex,
                    corners,
                    (corners[2] - corners[0]) * (corners[3] - corners[1]),
                    detectionConfidence);
        }

        /** A detection given by its upper left corner and size. */
        public void detection(int image, int classIndex, CornerBox box, double detectionConfidence) {
            detection(image, classIndex, box.corners(), box.area(), detectionConfidence);
        }

        void detection(int image, int classIndex, double[] corners, double boxArea, double detectionConfidence) {
            requireKnown(image, classIndex);
            if (!(detectionConfidence >= 0 && detectionConfidence <= 1)) {
                throw new IllegalArgumentException("a confidence must be in [0, 1]: " + detectionConfidence);
            }
            found.add(image, classIndex, corners, boxArea);
            confidence.add(detectionConfidence);
        }

        /** The set; the builder is spent. */
        public EvaluationSet build() {
            return new EvaluationSet(this);
        }

        private void requireKnown(int image, int classIndex) {
            if (image < 0 || image >= images.size()) {
                throw new IllegalArgumentException("image %d of %d".formatted(image, images.size()));
            }
            if (classIndex < 0 || classIndex >= classes.size()) {
                throw new IllegalArgumentException("class index %d of %d".formatted(classIndex, classes.size()));
            }
        }
    }
}
