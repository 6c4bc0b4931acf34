package io.candor.tensor;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * Native memory: whatever is created inside a scope dies with it, except what the scope hands out.
 *
 * <p>A tensor belongs to the innermost scope open on the thread that made it; to outlive it, it must be handed out.
 * There are three uses: {@link #keep} when a network is built, one scope per training or inference step, and
 * {@link #tidy} inside a step for a large intermediate. A scope is closed on the thread that opened it, innermost
 * first; try-with-resources does both.
 */
public final class Scope implements AutoCloseable {

    private final PointerScope enclosing;
    private final Owner pointers;

    private Scope() {
        enclosing = PointerScope.getInnerScope();
        pointers = new Owner();
    }

    /** A scope that owns, until it is closed, everything this thread creates. */
    public static Scope open() {
        return new Scope();
    }

    /** Runs {@code body} in a scope of its own; only its result survives, in the caller's scope. */
    public static Tensor tidy(Supplier<Tensor> body) {
        try (Scope scope = open()) {
            return scope.handOut(body.get());
        }
    }

    /**
     * A second handle on {@code tensor}, owned by the enclosing scope. Without an enclosing scope the caller owns it:
     * close it, or let another thread {@link #adopt} it.
     *
     * <p>The given handle stays with its own owner. Were it moved instead, a parameter returned by accident would die
     * with the enclosing scope.
     */
    public Tensor handOut(Tensor tensor) {
        Tensor handle = new Tensor(tensor);
        if (enclosing != null) {
            enclosing.attach(handle);
        } else {
            handle.retainReference();
        }
        PointerScope maker = PointerScope.getInnerScope();
        maker.detach(handle);
        return handle;
    }

    /** Takes over a tensor that a scope without an enclosing one, usually on another thread, handed out. */
    public Tensor adopt(Tensor handedOut) {
        pointers.attach(handedOut);
        handedOut.releaseReference();
        return handedOut;
    }

    /**
     * Takes {@code created} out of the scope that owns it, for weights and optimiser state: it lives until it is closed
     * or unreachable. Without an open scope there is nothing to do.
     */
    public static <P extends Pointer> P keep(P created) {
        Iterator<PointerScope> innermostFirst = PointerScope.getScopeIterator();
        while (innermostFirst != null && innermostFirst.hasNext()) {
            if (innermostFirst.next() instanceof Owner owner && owner.owns(created)) {
                created.retainReference();
                owner.detach(created);
            }
        }
        return created;
    }

    /** Frees what was kept or handed out to the caller. */
    public static void free(Tensor tensor) {
        tensor.close();
    }

    /** Frees everything this scope still owns. */
    @Override
    public void close() {
        pointers.close();
    }

    /** JavaCPP's scope with one addition: it can say whether it owns a pointer, by identity instead of by address. */
    private static final class Owner extends PointerScope {

        private final Set<Pointer> owned = Collections.newSetFromMap(new IdentityHashMap<>());

        @Override
        public PointerScope attach(Pointer pointer) {
            owned.add(pointer);
            return super.attach(pointer);
        }

        @Override
        public PointerScope detach(Pointer pointer) {
            owned.remove(pointer);
            return super.detach(pointer);
        }

        boolean owns(Pointer pointer) {
            return owned.contains(pointer);
        }
    }
}
