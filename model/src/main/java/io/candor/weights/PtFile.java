package io.candor.weights;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.weights.Inert.Stub;
import io.candor.weights.Inert.View;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads {@code .pt} checkpoints: an archive of a pickle and one file of numbers per storage. A checkpoint holds a whole
 * Python object; here only its description is read and walked, see {@link Unpickler}. Half precision stays as stored;
 * {@link TensorData#floats} widens it.
 */
public final class PtFile {

    private static final String PICKLE = "data.pkl";
    private static final long LARGEST_PICKLE = 64L << 20;

    /**
     * Views may share a storage, and storages may be compressed, so all tensors together, and all storages together, may
     * be larger than the file, but not without limit.
     */
    private static final long LARGEST_GROWTH = 8;

    private PtFile() {}

    /**
     * Reads the weights a checkpoint offers for use: the averaged ones ({@code ema}) if it has them, else {@code model};
     * or a plain dictionary of tensors.
     *
     * @throws InvalidInput if it is no checkpoint, damaged, made for another task, or mentions code that weights do not
     *     need
     */
    public static Weights read(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry pickle = pickle(file, zip);
            Object root = unpickle(file, bytes(file, zip, pickle, LARGEST_PICKLE));
            String prefix = pickle.getName().substring(0, pickle.getName().length() - PICKLE.length());
            checkByteOrder(file, zip, prefix);
            return new Archive(file, zip, prefix).weights(root);
        } catch (ZipException e) {
            throw damaged(file, "it is no whole archive (%s)".formatted(e.getMessage()), e);
        } catch (IOException e) {
            throw damaged(file, "it cannot be read (%s)".formatted(e.getMessage()), e);
        }
    }

    private static InvalidInput damaged(Path file, String found, Throwable cause) {
        return new InvalidInput(
                "weights-file",
                "%s is not a whole .pt checkpoint: %s. Copy or download it again.".formatted(file, found),
                cause);
    }

    private static ZipEntry pickle(Path file, ZipFile zip) {
        return zip.stream()
                .filter(entry -> entry.getName().matches("([^/]+/)?data\\.pkl"))
                .findFirst()
                .orElseThrow(() -> damaged(file, "it is an archive without " + PICKLE, null));
    }

    private static Object unpickle(Path file, byte[] pickle) {
        try {
            return Unpickler.read(pickle);
        } catch (Unpickler.Refused e) {
            if (e.unsafe()) {
                throw new InvalidInput("weights-unsafe", """
                        %s is refused: it contains %s, which weights do not need and which could run code elsewhere. \
                        Nothing was run. Use a checkpoint from a source you trust, or a .safetensors file.\
                        """.formatted(file, e.getMessage()), e);
            }
            throw damaged(file, e.getMessage(), e);
        }
    }

    private static void checkByteOrder(Path file, ZipFile zip, String prefix) throws IOException {
        ZipEntry order = zip.getEntry(prefix + "byteorder");
        if (order != null) {
            String found = new String(bytes(file, zip, order, 16), StandardCharsets.US_ASCII).strip();
            if (!found.equals("little")) {
                throw damaged(file, "its byte order is \"%s\", expected little".formatted(found), null);
            }
        }
    }

    private static byte[] bytes(Path file, ZipFile zip, ZipEntry entry, long most) throws IOException {
        if (entry.getSize() > most) {
            throw damaged(
                    file,
                    "%s has %d bytes, expected at most %d".formatted(entry.getName(), entry.getSize(), most),
                    null);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(Math.toIntExact(most));
            if (bytes.length != entry.getSize()) {
                throw damaged(file, "%s has another length than announced".formatted(entry.getName()), null);
            }
            return bytes;
        }
    }

    /** The parts of an open checkpoint. */
    private static final class Archive {

        private final Path file;
        private final ZipFile zip;
        private final String prefix;
        private final long most;
        private final Map<String, byte[]> storages = new LinkedHashMap<>();
        private long read;
        private long inflated;

        Archive(Path file, ZipFile zip, String prefix) {
            this.file = file;
            this.zip = zip;
            this.prefix = prefix;
            most = LARGEST_GROWTH * file.toFile().length();
        }

        Weights weights(Object root) throws IOException {
            Object model = model(root);
            ModuleWalk walk = ModuleWalk.of(file, model);
            Map<String, TensorData> tensors = new LinkedHashMap<>();
            for (Map.Entry<String, View> view : walk.views().entrySet()) {
                tensors.put(view.getKey(), tensor(view.getKey(), view.getValue()));
            }
            return new Weights(file, tensors, Map.of(), classes(model));
        }

        private static Object model(Object root) {
            if (root instanceof Map<?, ?> checkpoint) {
                for (String key : List.of("ema", "model", "state_dict")) {
                    Object value = checkpoint.get(key);
                    if (value instanceof Stub || value instanceof Map<?, ?>) {
                        return value;
                    }
                }
            }
            return root;
        }

        private TensorData tensor(String name, View view) throws IOException {
            try {
                read = Math.addExact(
                        read,
                        Math.multiplyExact(
                                TensorData.elements(view.shape()),
                                view.storage().type().bytes()));
                if (read > most) {
                    throw damaged(file, "its tensors are more than %d times its size".formatted(LARGEST_GROWTH), null);
                }
                return StridedCopy.of(view, storage(view.storage()));
            } catch (ArithmeticException | IndexOutOfBoundsException | IllegalArgumentException e) {
                throw damaged(file, "tensor %s (%s) does not fit its storage".formatted(name, view.shape()), e);
            }
        }

        private byte[] storage(Inert.Storage storage) throws IOException {
            String name = prefix + "data/" + storage.key();
            byte[] known = storages.get(name);
            if (known != null) {
                return known;
            }
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw damaged(file, name + " is missing", null);
            }
            byte[] bytes = bytes(file, zip, entry, Math.min(most - inflated, Integer.MAX_VALUE - Long.BYTES));
            inflated += bytes.length;
            storages.put(name, bytes);
            return bytes;
        }

        /** Names are a dictionary from class index to name, or a list. */
        private Optional<Classes> classes(Object model) {
            Object names = model instanceof Stub stub ? stub.attribute("names") : null;
            if (names instanceof Map<?, ?> map) {
                List<Object> inOrder = new ArrayList<>();
                for (long i = 0; i < map.size(); i++) {
                    inOrder.add(map.get(i));
                }
                names = inOrder;
            }
            if (!(names instanceof List<?> list)) {
                return Optional.empty();
            }
            long others =
                    list.stream().filter(name -> !(name instanceof String)).count();
            if (others > 0) { // which may contain themselves, so they are not printed
                throw damaged(file, "%d of its %d class names are no texts".formatted(others, list.size()), null);
            }
            return Optional.of(new Classes(list.stream().map(String.class::cast).toList()));
        }
    }
}
