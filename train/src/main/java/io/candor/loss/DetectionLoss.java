package io.candor.loss;

import static io.candor.tensor.Tensors.CHANNELS;
import static io.candor.tensor.Tensors.item;
import static io.candor.tensor.Tensors.mul;
import static io.candor.tensor.Tensors.oneMinus;

import io.candor.data.target.ClassTargets;
import io.candor.data.target.Softening;
import io.candor.network.Maps;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What a YOLO detector is told about its mistakes: binary cross entropy over every class of every anchor, complete
 * IoU and distribution focal loss over the foreground, each divided by the sum of the assigned scores. Networks that
 * outline what they find are told about their masks as well, with the gain of the boxes.
 *
 * <p>Smoothing acts on the class targets of foreground anchors and nowhere else: background anchors keep exact zeros
 * and the divisor stays the sum of the scores as assigned, so that the factor changes targets and nothing besides.
 */
public final class DetectionLoss {

    private final int classes;
    private final ClassTargets classTargets;
    private final Gains gains;
    private final TaskAlignedAssigner assigner;
    private final Optional<ClassLoss> elements;

    /** The loss as published: every label claims ten anchors. */
    public DetectionLoss(int classes, Softening smoothing, Gains gains) {
        this(classes, smoothing, gains, new TaskAlignedAssigner(10));
    }

    public DetectionLoss(int classes, Softening smoothing, Gains gains, TaskAlignedAssigner assigner) {
        this(classes, ClassTargets.constant(smoothing, classes), gains, assigner);
    }

    /** The loss as published, under targets that may change from epoch to epoch and learn from its predictions. */
    public DetectionLoss(int classes, ClassTargets classTargets, Gains gains) {
        this(classes, classTargets, gains, new TaskAlignedAssigner(10));
    }

    public DetectionLoss(int classes, ClassTargets classTargets, Gains gains, TaskAlignedAssigner assigner) {
        this(classes, classTargets, gains, assigner, Optional.empty());
    }

    private DetectionLoss(
            int classes,
            ClassTargets classTargets,
            Gains gains,
            TaskAlignedAssigner assigner,
            Optional<ClassLoss> elements) {
        this.elements = elements;
        this.classes = classes;
        this.classTargets = classTargets;
        this.gains = gains;
        this.assigner = assigner;
    }

    /** The same with another class part: {@code sum} over all elements of logits and targets of one shape. */
    public DetectionLoss with(ClassLoss sum) {
        return new DetectionLoss(classes, classTargets, gains, assigner, Optional.of(sum));
    }

    /**
     * {@link #of(List, Targets)} of what a network's head says. A branch that is to name every object once (Wang et al.,
     * YOLOv10, 2024) is told the same, softened in the same way, at one anchor per label; its loss is added.
     */
    public Parts of(Maps raw, Targets targets) {
        return of(raw, targets, Optional.empty());
    }

    /**
     * The same with a teacher, who takes his share of the class part: the divergence from his sigmoids at every anchor,
     * divided like the labels' part by the sum of the assigned scores. What he says is never smoothed. A branch that he
     * does not have learns from the labels alone.
     *
     * @param lesson what he says, of the levels and classes of {@code raw}
     */
    public Parts of(Maps raw, Targets targets, Optional<Lesson> lesson) {
        Parts many = of(
                raw.levels(),
                raw,
                targets,
                lesson.map(each -> new Taught(each, each.said().levels())));
        if (raw.oneToOne().isEmpty()) {
            return many;
        }
        Optional<Taught> once = lesson.filter(each -> !each.said().oneToOne().isEmpty())
                .map(each -> new Taught(each, each.said().oneToOne()));
        return many.plus(once().of(raw.oneToOne(), new Maps(raw.oneToOne()), targets, once));
    }

    /** What a teacher says to one branch. */
    private record Taught(Lesson lesson, List<Tensor> levels) {}

    private DetectionLoss once() {
        return new DetectionLoss(classes, classTargets, gains, new TaskAlignedAssigner(1), elements);
    }

    /**
     * The loss of one batch.
     *
     * @param raw a network's maps, finest first, each (B, 4 * 16 + K, height, width): logits of the distances to the
     *     four sides, then logits of the classes; any float type
     * @param targets the labels; none at all is allowed
     * @throws IllegalArgumentException if maps and classes do not fit, or a label names an image or class there is not
     */
    public Parts of(List<Tensor> raw, Targets targets) {
        return of(raw, new Maps(raw), targets, Optional.empty());
    }

    private Parts of(List<Tensor> raw, Maps said, Targets targets, Optional<Taught> taught) {
        List<Tensor> maps = checked(raw);
        int images = (int) maps.get(0).size(Tensors.BATCH);
        targets.check(images, classes);
        Predictions predictions = Predictions.of(maps);
        var foreground = new Foreground(predictions.anchors(), assigner.assign(predictions, targets), targets);
        SplitMaps split = new SplitMaps(maps, classes);
        Tensor labelled = classSum(split.classes(), foreground, classTargets(foreground, split.classes()));
        Tensor classSum =
                taught.map(each -> taught(each, split.classes(), labelled)).orElse(labelled);
        Parts parts = parts(images, split, foreground, classSum);
        return said.prototypes().isPresent() ? parts.plus(outlined(said, foreground)) : parts;
    }

    private Tensor taught(Taught taught, List<Tensor> logits, Tensor labelled) {
        Lesson lesson = taught.lesson();
        List<Tensor> said = new SplitMaps(checked(taught.levels()), classes).classes();
        BinaryDistillation divergence = new BinaryDistillation(lesson.temperature());
        Tensor sum = mul(labelled, 1 - lesson.weight());
        for (int level = 0; level < said.size(); level++) {
            sum = sum.add(mul(divergence.of(logits.get(level), said.get(level)), lesson.weight()));
        }
        return sum;
    }

    private Parts parts(int images, SplitMaps maps, Foreground foreground, Tensor classSum) {
        double mass = Math.max(foreground.assigned().mass(), 1); // a batch without objects divides by one
        Tensor classPart = mul(classSum, gains.classes() / mass);
        if (foreground.size() == 0) {
            return new Parts(mul(classPart, images), 0, item(classPart), 0);
        }
        Tensor logits = foreground.gather(maps.sides()).view(foreground.size(), 4, DistributionFocal.BINS);
        float[] wanted = foreground.sides();
        Tensor boxPart = mul(boxLoss(logits, wanted, foreground.assigned().score()), gains.box() / mass);
        Tensor dflPart =
                mul(DistributionFocal.loss(logits, wanted, foreground.assigned().score()), gains.dfl() / mass);
        Tensor total = mul(boxPart.add(classPart).add(dflPart), images);
        return new Parts(total, item(boxPart), item(classPart), item(dflPart));
    }

    /** The mask part alone, an exact zero without foreground. */
    private Parts outlined(Maps said, Foreground foreground) {
        Tensor prototypes = said.prototypes().orElseThrow();
        Tensor part = nothing(prototypes, said.coefficients());
        if (foreground.size() > 0) {
            LabelMasks masks = foreground
                    .targets()
                    .masks()
                    .orElseThrow(() -> new IllegalArgumentException("a network with masks needs labels with masks"));
            Tensor loss = MaskLoss.of(prototypes, said.coefficients(), foreground, masks);
            part = part.add(mul(loss, gains.box()));
        }
        return new Parts(mul(part, (double) said.batch()), 0, 0, 0, item(part));
    }

    /** Zero, of which every map is a part: so that weights no object asks for have a gradient, too, which is zero. */
    private static Tensor nothing(Tensor prototypes, List<Tensor> coefficients) {
        Tensor nothing = mul(prototypes.sum(), 0);
        for (Tensor level : coefficients) {
            nothing = nothing.add(mul(level.sum(), 0));
        }
        return nothing;
    }

    /** Sum of {@code (1 - complete IoU)}, weighted with the scores. */
    private static Tensor boxLoss(Tensor logits, float[] wanted, float[] scores) {
        Tensor sides = Tensors.of(wanted, scores.length, 4).to(logits.device(), ScalarType.Float);
        Tensor weights = Tensors.of(scores, scores.length).to(logits.device(), ScalarType.Float);
        return oneMinus(CompleteIou.of(DistributionFocal.decode(logits), sides))
                .mul(weights)
                .sum();
    }

    /** Row by row (N, K): the softened targets of the foreground. */
    private float[] classTargets(Foreground foreground, List<Tensor> logits) {
        float[] all = new float[foreground.size() * classes];
        boolean observes = classTargets.observes() && foreground.size() > 0;
        float[] probabilities = observes ? probabilities(foreground, logits) : new float[0];
        for (int row = 0; row < foreground.size(); row++) {
            float score = foreground.assigned().score()[row];
            int trueClass = foreground.classIndex(row);
            double confidence = Double.NaN;
            if (observes) {
                float[] own = Arrays.copyOfRange(probabilities, row * classes, (row + 1) * classes);
                classTargets.observe(trueClass, own);
                confidence = largest(own);
            }
            var evidence = new ClassTargets.Evidence(confidence, foreground.relativeSize(row));
            float[] target = classTargets.target(trueClass, score, evidence);
            System.arraycopy(target, 0, all, row * classes, classes);
        }
        return all;
    }

    /** Row by row (N, K): what the network thinks of the foreground, without gradient. */
    private static float[] probabilities(Foreground foreground, List<Tensor> logits) {
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard()) {
            return Tensors.floats(foreground.gather(logits).sigmoid());
        }
    }

    private static double largest(float... values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    private Tensor classSum(List<Tensor> logits, Foreground foreground, float[] targets) {
        return elements.map(sum -> classSum(sum, logits, foreground, targets))
                .orElseGet(() -> classLoss(logits, foreground, targets));
    }

    /** All elements as background; then those of the foreground instead. */
    private static Tensor classSum(ClassLoss sum, List<Tensor> logits, Foreground foreground, float[] targets) {
        Tensor loss = null;
        for (Tensor map : logits) {
            Tensor background = sum.of(map, torch.zeros_like(map));
            loss = loss == null ? background : loss.add(background);
        }
        if (foreground.size() == 0) {
            return loss;
        }
        Tensor rows = foreground.gather(logits);
        Tensor wanted = Tensors.of(targets, rows.size(0), rows.size(1)).to(rows.device(), ScalarType.Float);
        return loss.add(sum.of(rows, wanted)).sub(sum.of(rows, torch.zeros_like(rows)));
    }

    /**
     * Sum of the binary cross entropies of all anchors and classes. For a logit x and a target t it is
     * {@code softplus(x) - x t}, whose second term vanishes on the background: only the first is dense.
     *
     * @param logits per level (B, K, height, width)
     * @param targets (N, K) of the foreground, row by row
     */
    static Tensor classLoss(List<Tensor> logits, Foreground foreground, float[] targets) {
        Tensor loss = null;
        for (Tensor map : logits) {
            Tensor sum = torch.softplus(map).sum(2, 3).sum();
            loss = loss == null ? sum : loss.add(sum);
        }
        if (foreground.size() == 0) {
            return loss;
        }
        Tensor rows = foreground.gather(logits);
        Tensor wanted = Tensors.of(targets, rows.size(0), rows.size(1)).to(rows.device(), ScalarType.Float);
        return loss.sub(rows.mul(wanted).sum(1).sum());
    }

    private List<Tensor> checked(List<Tensor> raw) {
        List<Tensor> maps = new ArrayList<>();
        for (Tensor map : raw) {
            if (map.dim() != 4 || map.size(CHANNELS) != DistributionFocal.CHANNELS + classes) {
                throw new IllegalArgumentException("a map with %d axes and %d channels, expected (B, 64 + %d, h, w)"
                        .formatted(map.dim(), map.size(CHANNELS), classes));
            }
            maps.add(map.to(ScalarType.Float));
        }
        return maps;
    }

    /**
     * The channels of the sides and of the classes of each level, cut once so that their gradients join once. The
     * classes are copied: over the few channels of a channels-last view libtorch's kernels take eight times as long.
     */
    record SplitMaps(List<Tensor> sides, List<Tensor> classes) {

        SplitMaps(List<Tensor> maps, int classCount) {
            this(new ArrayList<>(), new ArrayList<>());
            for (Tensor map : maps) {
                TensorVector pieces =
                        map.split_with_sizes(new long[] {DistributionFocal.CHANNELS, classCount}, CHANNELS);
                sides.add(pieces.get(0));
                classes.add(pieces.get(1).clone());
            }
        }
    }
}
