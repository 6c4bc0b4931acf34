package io.candor.train;

import io.candor.data.InvalidInput;
import io.candor.loss.AsymmetricLoss;
import io.candor.loss.BinaryCrossEntropy;
import io.candor.loss.ClassLoss;
import io.candor.loss.LogitPenalty;
import io.candor.loss.Reduction;
import io.candor.loss.SigmoidFocal;
import io.candor.loss.SoftCrossEntropy;
import io.candor.loss.SoftmaxFocal;
import io.candor.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is minimised about classes, under targets that are smoothed already.
 *
 * @param kind which loss
 * @param gamma focus of {@link Kind#FOCAL} (3) and, on negatives, of {@link Kind#ASL} (4)
 * @param margin of {@link Kind#MBLS} (10 logits) and {@link Kind#ASL} (probability .05)
 * @param weight of the second term of {@link Kind#MBLS}, {@link Kind#CONFIDENCE_PENALTY} and {@link Kind#MAXSUP} (.1)
 */
public record LossPlan(Kind kind, OptionalDouble gamma, OptionalDouble margin, OptionalDouble weight) {

    static final String HELP = "loss";

    /** The losses. */
    public enum Kind {
        /** Cross entropy; of independent sigmoids when detecting. */
        CE,
        /** Focal loss (Lin et al., 2017). */
        FOCAL,
        /** Focal loss with a focus per sample (Mukhoti et al., 2020). */
        FLSD53,
        /** Margin-based smoothing (Liu et al., 2022). */
        MBLS,
        /** Confidence penalty (Pereyra et al., 2017). */
        CONFIDENCE_PENALTY,
        /** Maximum suppression (Zhou et al., 2025). */
        MAXSUP,
        /** Asymmetric binary cross entropy (Ridnik et al., 2021). */
        ASL;

        /** Such as {@code confidence-penalty}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The kind of a word. */
        public static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** Cross entropy. */
    public static final LossPlan CROSS_ENTROPY = of(Kind.CE);

    /** A loss as published. */
    public static LossPlan of(Kind kind) {
        return new LossPlan(kind, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    /**
     * Refuses parameters that the loss does not read.
     *
     * @throws InvalidInput naming the option
     */
    public LossPlan requireRead() {
        List<String> unread = new ArrayList<>();
        if (gamma.isPresent() && kind != Kind.FOCAL && kind != Kind.ASL) {
            unread.add("--loss-gamma");
        }
        if (margin.isPresent() && kind != Kind.MBLS && kind != Kind.ASL) {
            unread.add("--loss-margin");
        }
        if (weight.isPresent() && kind != Kind.MBLS && kind != Kind.CONFIDENCE_PENALTY && kind != Kind.MAXSUP) {
            unread.add("--loss-weight");
        }
        if (!unread.isEmpty()) {
            throw new InvalidInput(
                    HELP,
                    "%s: --loss %s does not read it. Leave it out or choose another loss."
                            .formatted(String.join(", ", unread), kind.word()));
        }
        return this;
    }

    /** The mean over a classifier's pictures. */
    public ClassLoss classification() {
        return switch (kind) {
            case CE -> SoftCrossEntropy.mean(0);
            case FOCAL -> SoftmaxFocal.fixed(gamma.orElse(3), 0);
            case FLSD53 -> SoftmaxFocal.flsd53(0);
            case MBLS -> LogitPenalty.margin(margin.orElse(10), weight.orElse(0.1));
            case CONFIDENCE_PENALTY -> LogitPenalty.confidence(weight.orElse(0.1), 0);
            case MAXSUP -> LogitPenalty.maximum(weight.orElse(0.1));
            case ASL -> asymmetric();
        };
    }

    private AsymmetricLoss asymmetric() {
        return new AsymmetricLoss(0, gamma.orElse(4), margin.orElse(0.05), BinaryCrossEntropy.Toward.HALF, 0);
    }

    /**
     * The sum over all anchors and classes of a detector; empty for its own cross entropy.
     *
     * @throws InvalidInput if the loss needs a softmax
     */
    public Optional<ClassLoss> detection() {
        return switch (kind) {
            case CE -> Optional.empty();
            case FOCAL ->
                Optional.of(new SigmoidFocal(-1, gamma.orElse(3), BinaryCrossEntropy.Toward.HALF, 0, Reduction.SUM));
            case ASL -> {
                AsymmetricLoss mean = asymmetric();
                yield Optional.of((logits, target) -> Tensors.mul(mean.of(logits, target), (double) logits.numel()));
            }
            default ->
                throw new InvalidInput(
                        HELP,
                        "--loss %s: needs classes that exclude each other, and a detector's do not. Expected ce, focal or asl."
                                .formatted(kind.word()));
        };
    }
}
