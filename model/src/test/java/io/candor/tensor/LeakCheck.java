package io.candor.tensor;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test after which more native objects are alive than before it. Warm-up is allowed for by {@link #warmUp}:
 * constants that libtorch's classes make once are made before counting starts.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(LeakCheck.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        warmUp();
        context.getStore(OURS).put("count", Pointer.totalCount());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        long before = context.getStore(OURS).get("count", Long.class);
        long after = Pointer.totalCount();
        if (after > before) {
            throw new AssertionError("%d native objects before the test, %d after it".formatted(before, after));
        }
    }

    private static void warmUp() {
        try (Scope scope = Scope.open()) {
            Tensors.floats(Tensors.scale(Tensors.of(new float[] {1}, 1), 1, 0));
        }
    }
}
