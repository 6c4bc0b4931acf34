package io.candor.weights;

import java.util.List;
import java.util.Map;

/**
 * What a pickle says about Python objects, as text and nothing more: no class is looked up, none is instantiated, no
 * function is called.
 */
sealed interface Inert {

    /** The name of a Python class or function. */
    record Name(String module, String name) implements Inert {
        @Override
        public String toString() {
            return module + "." + name;
        }
    }

    /** A reference to a file of numbers in the same archive. */
    record Storage(TensorData.Type type, String key, long size) implements Inert {}

    /** A view of a storage; sizes and offsets in elements. */
    record View(Storage storage, long offset, List<Long> shape, List<Long> strides) implements Inert {}

    /** An object of a Python class with the attributes it would get. */
    final class Stub implements Inert {

        private final Name type;
        private Object state = Map.of();

        Stub(Name type) {
            this.type = type;
        }

        Name type() {
            return type;
        }

        void state(Object state) {
            this.state = state;
        }

        /** The attribute {@code name}; null if there is none. */
        Object attribute(String name) {
            return state instanceof Map<?, ?> attributes ? attributes.get(name) : null;
        }
    }
}
