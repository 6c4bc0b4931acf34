package io.candor.train;

import io.candor.tensor.Scope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;

/**
 * An operator of libtorch that its Java binding offers no method for, called by its registered name. Used for the fused
 * optimisers, which read and write every array once.
 */
final class FusedKernel {

    private static final FusedKernel UNBIND = new FusedKernel("aten::unbind", "int");

    private final OperatorHandle operator;

    FusedKernel(String name) {
        this(name, "");
    }

    private FusedKernel(String name, String overload) {
        operator = Scope.keep(Dispatcher.singleton().findSchemaOrThrow(name, overload));
    }

    /** Calls the operator for its side effects; the arguments are positional, as in its schema. */
    void call(IValue... arguments) {
        try (Scope scope = Scope.open()) {
            operator.callBoxed(new IValueVector(arguments));
        }
    }

    /** A list of the one given tensor, which it shares memory with. */
    static IValue listOf(Tensor tensor) {
        return unbind(tensor.unsqueeze(0));
    }

    /** An empty list of tensors. */
    static IValue emptyList(Tensor like) {
        return unbind(like.narrow(0, 0, 0));
    }

    /** The binding cannot build a list of tensors, but operators return them. */
    private static IValue unbind(Tensor tensor) {
        IValueVector stack = new IValueVector(new IValue(tensor), new IValue(0L));
        UNBIND.operator.callBoxed(stack);
        return new IValue(stack.get(0));
    }

    static IValue number(double value) {
        return new IValue(value);
    }

    static IValue flag(boolean value) {
        return new IValue(value);
    }

    static IValue none() {
        return new IValue();
    }
}
