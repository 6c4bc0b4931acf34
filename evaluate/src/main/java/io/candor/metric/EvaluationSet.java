package io.candor.metric;

import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Mask;
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
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What annotators wrote and what a detector claims about the same images, laid out for counting: class by class, in a
 * class image by image, in an image by descending confidence. One (class, image) pair that has either is a group.
 */
public final class EvaluationSet {

    private final Classes classes;
    private final Extent extent;
    private final List<EvaluatedImage> pictures;
    private final List<String> images;
    final Rectangles truth;
    /** Size the annotator gave, for the size ranges; differs from the box for outlined objects. */
    final double[] truthArea;
    /** The same under either extent. */
    final double[] boxedArea;

    /** Not a number where it is the area of the mask. */
    final double[] maskedArea;
    /** Per object; null where only the box is known. */
    final ObjectMask[] truthMask;
    /** Regions with too many objects to count: detections inside are neither right nor wrong. */
    final boolean[] crowd;

    final Rectangles found;
    /** Per detection; null where only the box is known. */
    final Mask[] foundMask;
    /** Per detection, in square pixels, for the size ranges. */
    final double[] foundArea;

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
        extent = builder.extent;
        int[] ranks = ImageOrder.ranks(
                builder.pictures.stream().map(EvaluatedImage::name).toList());
        pictures = inOrder(builder.pictures, ranks);
        images = pictures.stream().map(EvaluatedImage::name).toList();
        rankImages(builder.truth, ranks);
        rankImages(builder.found, ranks);

        int[] truthOrder = builder.truth.byClassAndImage(classes.size(), images.size());
        truth = builder.truth.permuted(truthOrder);
        boxedArea = Rectangles.pick(builder.truthArea.array(), truthOrder);
        maskedArea = Rectangles.pick(builder.maskedArea.array(), truthOrder);
        truthMask = Arrays.stream(truthOrder).mapToObj(builder.truthMasks::get).toArray(ObjectMask[]::new);
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
        foundMask = Arrays.stream(source).mapToObj(builder.foundMasks::get).toArray(Mask[]::new);
        requireMasks();
        truthArea = extent == Extent.MASK ? maskAreas() : boxedArea;
        foundArea = extent == Extent.MASK
                ? Arrays.stream(foundMask).mapToDouble(Mask::area).toArray()
                : found.area;
        confidence = Rectangles.pick(added, source);
        rank = ranksInGroups();
        byConfidence = orderByConfidence();
        fingerprint = computeFingerprint();
    }

    private double[] maskAreas() {
        return IntStream.range(0, truthMask.length)
                .parallel()
                .mapToDouble(
                        i -> Double.isNaN(maskedArea[i]) ? truthMask[i].mask().area() : maskedArea[i])
                .toArray();
    }

    private void requireMasks() {
        if (extent == Extent.MASK && !hasMasks()) {
            long objects = Arrays.stream(truthMask).filter(Objects::isNull).count();
            long detections = Arrays.stream(foundMask).filter(Objects::isNull).count();
            throw new InvalidInput(
                    "no-masks",
                    "%d of %d objects and %d of %d detections have no mask, only a box. To be judged by masks, all need one: give annotations with outlines and detections of a segmentation network, or judge by boxes."
                            .formatted(objects, truthMask.length, detections, foundMask.length));
        }
    }

    /** Whether every object and every detection has a mask. */
    public boolean hasMasks() {
        return Arrays.stream(truthMask).allMatch(Objects::nonNull)
                && Arrays.stream(foundMask).allMatch(Objects::nonNull);
    }

    /** What detections and objects are compared by. */
    public Extent extent() {
        return extent;
    }

    /**
     * The same objects and detections, compared by their boxes or by their masks.
     *
     * @throws InvalidInput if masks are asked for where only boxes are known
     */
    public EvaluationSet by(Extent wanted) {
        return wanted == extent ? this : SetCopy.by(this, wanted);
    }

    /** The mask of a detection, if it has one. */
    public Optional<Mask> detectionMask(int detection) {
        return Optional.ofNullable(foundMask[detection]);
    }

    /** The mask of an object, if it has one. */
    public Optional<Mask> objectMask(int object) {
        return Optional.ofNullable(truthMask[object]).map(ObjectMask::mask);
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

    /** Sixteen hexadecimal digits that change when an image name or an annotation changes; by masks, when a mask does. */
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
            if (extent == Extent.MASK) {
                Arrays.stream(truthMask)
                        .forEach(mask -> digest.update((mask.mask().encode() + "\n").getBytes(StandardCharsets.UTF_8)));
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
        private final DoubleArray maskedArea = new DoubleArray();
        private final List<ObjectMask> truthMasks = new ArrayList<>();
        private final List<Mask> foundMasks = new ArrayList<>();
        private Extent extent = Extent.BOX;
        private final DoubleArray crowd = new DoubleArray();
        private final Rectangles found = new Rectangles();
        private final DoubleArray confidence = new DoubleArray();

        private Builder(Classes classes) {
            this.classes = classes;
        }

        /** Compares detections and objects by this; by boxes unless it is called. */
        Builder by(Extent wanted) {
            extent = wanted;
            return this;
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
            object(image, classIndex, new double[] {x1, y1, x2, y2}, area, new Region(area, area, false, null));
        }

        /** An annotated object; its mask is drawn from its outline, where the image's size is known, when masks are asked for. */
        public void object(int image, Label label) {
            Box box = label.box();
            double[] corners = {box.x1(), box.y1(), box.x2(), box.y2()};
            double area = (box.x2() - box.x1()) * (box.y2() - box.y1());
            EvaluatedImage picture = pictures.get(image);
            ObjectMask mask =
                    label.hasPolygon() && picture.hasSize() ? ObjectMask.outlined(picture, label.polygon()) : null;
            object(
                    image,
                    label.classIndex(),
                    corners,
                    area,
                    new Region(area, mask == null ? area : Double.NaN, false, mask));
        }

        /** An annotated object or crowd region. */
        public void object(int image, int classIndex, CornerBox box, AnnotatedRegion region) {
            object(image, classIndex, box, region, Optional.empty());
        }

        /** The same with its mask. */
        public void object(int image, int classIndex, CornerBox box, AnnotatedRegion region, Optional<Mask> mask) {
            boolean isCrowd = region.kind() == AnnotatedRegion.Kind.CROWD;
            Region known = new Region(
                    region.area(),
                    region.area(),
                    isCrowd,
                    mask.map(ObjectMask::known).orElse(null));
            object(image, classIndex, box.corners(), box.area(), known);
        }

        /** What is known besides the box; the mask may be null, its area not a number if it is to be counted. */
        record Region(double boxedArea, double maskedArea, boolean crowd, ObjectMask mask) {}

        void object(int image, int classIndex, double[] corners, double boxArea, Region region) {
            requireKnown(image, classIndex);
            truth.add(image, classIndex, corners, boxArea);
            truthArea.add(region.boxedArea);
            maskedArea.add(region.maskedArea);
            crowd.add(region.crowd ? 1 : 0);
            truthMasks.add(region.mask);
        }

        /** A detection given by its corners and confidence. */
        public void detection(int image, int classIndex, double[] corners, double detectionConfidence) {
            double area = (corners[2] - corners[0]) * (corners[3] - corners[1]);
            detection(image, classIndex, corners, area, new Claim(detectionConfidence, null));
        }

        /** A detection with its mask, if it has one. */
        public void detection(int image, Detection found) {
            Box box = found.box();
            double[] corners = {box.x1(), box.y1(), box.x2(), box.y2()};
            double area = (box.x2() - box.x1()) * (box.y2() - box.y1());
            detection(
                    image,
                    found.classIndex(),
                    corners,
                    area,
                    new Claim(found.confidence(), found.mask().orElse(null)));
        }

        /** A detection given by its upper left corner and size. */
        public void detection(int image, int classIndex, CornerBox box, double detectionConfidence) {
            detection(image, classIndex, box, detectionConfidence, Optional.empty());
        }

        /** The same with its mask. */
        public void detection(
                int image, int classIndex, CornerBox box, double detectionConfidence, Optional<Mask> mask) {
            detection(image, classIndex, box.corners(), box.area(), new Claim(detectionConfidence, mask.orElse(null)));
        }

        /** What is claimed besides the box; the mask may be null. */
        record Claim(double confidence, Mask mask) {}

        void detection(int image, int classIndex, double[] corners, double boxArea, Claim claim) {
            requireKnown(image, classIndex);
            if (!(claim.confidence >= 0 && claim.confidence <= 1)) {
                throw new IllegalArgumentException("a confidence must be in [0, 1]: " + claim.confidence);
            }
            found.add(image, classIndex, corners, boxArea);
            confidence.add(claim.confidence);
            foundMasks.add(claim.mask);
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
