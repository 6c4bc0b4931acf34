package io.candor.train;

import io.candor.network.Maps;
import io.candor.network.Network;
import io.candor.tensor.Scope;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Another network that a network learns from. It computes with running statistics and is never changed by gradients. */
public sealed interface Teacher extends AutoCloseable {

    /** Weight of what it says in an epoch, in [0, 1]. */
    double weight(int epoch);

    /** Is shown the pupil before each batch. */
    void see(Network pupil, int epoch);

    /** The numbers among what it remembers, live, each (n) flat: checkpoints write and fill them in place. */
    default Map<String, Tensor> tensors() {
        return Map.of();
    }

    /** Its raw maps, without gradient. */
    Maps said(Tensor images);

    /** What else it remembers, bit for bit, for checkpoints; always as long. */
    long[] state();

    /** Goes on from what {@link #state} gave. */
    void restore(long... state);

    @Override
    void close();

    private static Maps answer(Network network, Tensor images) {
        try (NoGradGuard constant = new NoGradGuard()) {
            return network.forward(images);
        }
    }

    /**
     * A network that was trained before.
     *
     * @param network in evaluation mode; closed with this
     * @param weight in all epochs
     */
    record Trained(Network network, double weight) implements Teacher {

        @Override
        public double weight(int epoch) {
            return weight;
        }

        @Override
        public void see(Network pupil, int epoch) {}

        @Override
        public Maps said(Tensor images) {
            return answer(network, images);
        }

        @Override
        public long[] state() {
            return new long[0];
        }

        @Override
        public void restore(long... state) {
            if (state.length > 0) {
                throw new IllegalArgumentException("a state of %d numbers".formatted(state.length));
            }
        }

        @Override
        public void close() {
            network.close();
        }
    }

    /** The pupil itself at the end of the epoch before; its weight falls in a line from the second epoch to the end. */
    final class FormerSelf implements Teacher {

        private final Network former;
        /** All its float numbers, of which its own tensors are views. */
        private final Tensor values;

        private final double weight;
        private final int epochs;
        private int seen;

        /**
         * @param pupil before the first epoch
         * @param weight it would have in the first epoch, in which there is no former one yet
         */
        public FormerSelf(Network pupil, double weight, int epochs) {
            former = pupil.copy().eval();
            values = Scope.keep(FlatState.flatten(former.state().values().stream()
                    .filter(Tensor::is_floating_point)
                    .toList()));
            this.weight = weight;
            this.epochs = epochs;
        }

        @Override
        public double weight(int epoch) {
            return epoch == 0 ? 0 : weight * (1 - (double) epoch / epochs);
        }

        @Override
        public void see(Network pupil, int epoch) {
            if (epoch == seen) {
                return;
            }
            seen = epoch;
            try (Scope scope = Scope.open();
                    NoGradGuard constant = new NoGradGuard()) {
                Map<String, Tensor> own = former.state();
                pupil.state().forEach((name, tensor) -> own.get(name).copy_(tensor));
            }
        }

        @Override
        public Maps said(Tensor images) {
            return answer(former, images);
        }

        @Override
        public long[] state() {
            return new long[] {seen};
        }

        @Override
        public Map<String, Tensor> tensors() {
            return Map.of("former", values);
        }

        @Override
        public void restore(long... state) {
            if (state.length != 1) {
                throw new IllegalArgumentException("a state of %d numbers".formatted(state.length));
            }
            seen = (int) state[0];
        }

        @Override
        public void close() {
            former.close();
            Scope.free(values);
        }
    }
}
