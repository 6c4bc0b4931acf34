package io.candor.train;

import io.candor.data.target.ClassTargets;
import io.candor.loss.Lesson;
import io.candor.network.Network;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * What a network learns from beside its labels.
 *
 * @param teacher another network; closed with this
 * @param temperature of its probabilities and of those compared with them
 * @param attack how pictures are changed before they are learned from
 */
public record Guidance(Optional<Teacher> teacher, double temperature, Attack attack) implements AutoCloseable {

    /** Labels and pictures as they are. */
    public static final Guidance NONE = new Guidance(Optional.empty(), 1, Attack.NONE);

    /**
     * What the teacher says about images; empty if there is none, or it has no weight in this epoch.
     *
     * @param pupil after it has seen the images
     */
    Optional<Lesson> lesson(Network pupil, Tensor images, int epoch) {
        teacher.ifPresent(each -> each.see(pupil, epoch));
        return teacher.filter(each -> each.weight(epoch) > 0)
                .map(each -> new Lesson(each.said(images), each.weight(epoch), temperature));
    }

    /** The numbers that the teacher remembers, live. */
    Map<String, Tensor> tensors() {
        return teacher.map(Teacher::tensors).orElse(Map.of());
    }

    /** What targets learned, and then what the teacher remembers. */
    long[] state(ClassTargets targets) {
        long[] learned = targets.state();
        long[] remembered = teacher.map(Teacher::state).orElse(new long[0]);
        long[] state = Arrays.copyOf(learned, learned.length + remembered.length);
        System.arraycopy(remembered, 0, state, learned.length, remembered.length);
        return state;
    }

    /** Goes on from what {@link #state} gave. */
    void restore(ClassTargets targets, long... state) {
        int learned = Math.min(targets.state().length, state.length);
        targets.restore(Arrays.copyOf(state, learned));
        teacher.ifPresent(each -> each.restore(Arrays.copyOfRange(state, learned, state.length)));
    }

    @Override
    public void close() {
        teacher.ifPresent(Teacher::close);
    }
}
