package io.candor.serve;

import io.candor.data.InvalidInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a model comes from.
 *
 * @param name it is served under
 * @param path an ONNX file, or a folder with one numbered folder per version that holds one
 * @param reference {@code evaluation.json} of the evaluation that its confidences are compared with
 */
public record ModelSource(String name, Path path, Optional<Path> reference) {

    private static final String HELP = "serve-model";

    /** Nothing that means something in a path, an address or a label of a metric. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    public ModelSource {
        if (!isName(name)) {
            throw new InvalidInput(
                    HELP,
                    "'%s' cannot be a model's name: expected letters, digits, dots, hyphens and underscores, a letter or digit first. Give one with --model NAME=%s."
                            .formatted(name, path));
        }
        if (!Files.exists(path)) {
            throw new InvalidInput(HELP, "%s: there is no such file or folder. Check --model.".formatted(path));
        }
    }

    /** Whether something can be called so. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** {@code PATH}, served under the file's name without its ending, or {@code NAME=PATH}. */
    public static ModelSource parse(String text) {
        int equals = text.indexOf('=');
        if (equals >= 0) {
            return new ModelSource(text.substring(0, equals), Path.of(text.substring(equals + 1)), Optional.empty());
        }
        Path path = Path.of(text);
        Path file = path.toAbsolutePath().normalize().getFileName();
        String name = file == null ? "" : file.toString();
        return new ModelSource(
                Files.isDirectory(path) ? name : name.replaceFirst("(?i)\\.onnx$", ""), path, Optional.empty());
    }

    /** The same with a reference for drift. */
    public ModelSource withReference(Path evaluation) {
        return new ModelSource(name, path, Optional.of(evaluation));
    }
}
