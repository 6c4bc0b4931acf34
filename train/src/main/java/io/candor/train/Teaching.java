package io.candor.train;

/**
 * What a network learns from another network's probabilities, beside its labels (Hinton et al., 2015). The teacher's
 * probabilities are never smoothed.
 *
 * @param teacher its weight file; empty for none
 * @param temperature that divides the logits of both
 * @param weight of what the teacher says, in [0, 1]; the labels have the rest
 * @param former weight in [0, 1] of what the network itself said at the end of the epoch before, falling to 0 over the run
 *     (after Kim et al., 2021, whose weight rises); 0 for none
 */
public record Teaching(String teacher, double temperature, double weight, double former) {

    /** Labels alone. */
    public static final Teaching NONE = new Teaching("", 3, 0.5, 0);

    public Teaching {
        Setting.positive("distill_temperature", temperature);
        Setting.within("distill_weight", weight, 0, 1);
        Setting.within("self_distillation", former, 0, 1);
    }
}
