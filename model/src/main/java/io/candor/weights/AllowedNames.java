package io.candor.weights;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The Python names a checkpoint may mention. All of them are treated as mere text, so none is dangerous here; a file
 * that needs another one was made to do something else than hold weights, and is refused.
 */
final class AllowedNames {

    private static final Set<String> EXACT = Set.of(
            "torch._utils._rebuild_tensor_v2",
            "torch._utils._rebuild_parameter",
            "torch.nn.parameter.Parameter",
            "torch.Size",
            "torch.device",
            "torch.Tensor",
            "collections.OrderedDict",
            "collections.defaultdict",
            "types.SimpleNamespace",
            "argparse.Namespace",
            "datetime.datetime",
            "datetime.date",
            "numpy.dtype",
            "numpy.core.multiarray.scalar",
            "numpy._core.multiarray.scalar",
            "_codecs.encode");

    /** Plain containers and numbers; protocol 2 calls their module {@code __builtin__}. */
    private static final Pattern BUILTIN =
            Pattern.compile("(__builtin__|builtins)\\.(set|frozenset|list|dict|tuple|int|float|bool|str|bytes)");

    private static final Pattern STORAGE = Pattern.compile("torch\\.[A-Z][A-Za-z0-9]*Storage");

    private static final Pattern ELEMENT_TYPE =
            Pattern.compile("torch\\.(float16|bfloat16|float32|float64|int8|int16|int32|int64|uint8|bool)");

    /** Layer classes of torch and of the tool that publishes YOLO weights, in its old and new places. */
    private static final Pattern LAYER =
            Pattern.compile("(torch\\.nn\\.modules|ultralytics)(\\.[a-z0-9_]+)*\\.[A-Z][A-Za-z0-9_]*");

    private static final Pattern PATH = Pattern.compile("pathlib(\\._local)?\\.(Pure)?(Posix|Windows)?Path");

    private AllowedNames() {}

    static boolean contains(Inert.Name name) {
        String full = name.toString();
        return EXACT.contains(full)
                || BUILTIN.matcher(full).matches()
                || STORAGE.matcher(full).matches()
                || ELEMENT_TYPE.matcher(full).matches()
                || LAYER.matcher(full).matches()
                || PATH.matcher(full).matches();
    }
}
