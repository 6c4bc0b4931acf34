package io.candor.run;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A file of settings: one of ours, or the {@code args.yaml} another YOLO trainer left in its run folder.
 *
 * @param values by key name, those that mean something here
 * @param notes for the user: keys of other trainers that do not apply here, and which of them had been in use
 */
public record ArgsYaml(Map<String, Object> values, List<String> notes) {

    public static final String FILE = "args.yaml";

    /** Settings we do not have, with the values that mean "not in use". */
    private static final Map<String, List<?>> FOREIGN = foreign();

    private static final List<String> TASKS = List.of("auto", "detect", "segment", "classify");

    public ArgsYaml {
        values = Map.copyOf(values);
        notes = List.copyOf(notes);
    }

    /**
     * Reads a settings file.
     *
     * @param known what can be set here
     * @throws InvalidInput if the file cannot be read, is no YAML mapping, holds an unknown key or asks for a task that
     *     there is not
     */
    public static ArgsYaml read(Path file, Settings known) {
        Map<String, Object> values = new LinkedHashMap<>();
        TreeSet<String> ignored = new TreeSet<>();
        List<String> lost = new ArrayList<>();
        for (Map.Entry<?, ?> entry : mapping(file).entrySet()) {
            String name = String.valueOf(entry.getKey()).replace('-', '_');
            Object value = entry.getValue();
            refuseOtherTasks(file, name, value);
            if (known.find(name).isPresent()) {
                ours(name, value).ifPresent(meant -> values.put(name, meant));
            } else if (FOREIGN.containsKey(name)) {
                ignored.add(name);
                if (value != null && !inert(FOREIGN.get(name), value)) {
                    lost.add(name + ": " + value);
                }
            } else {
                throw unknown(file, name, known);
            }
        }
        return new ArgsYaml(values, notes(file, ignored, lost));
    }

    /** The settings as a file {@link #read} accepts: every key with its effective value, null where that is nothing. */
    public static String text(Settings settings) {
        return text(settings.effective());
    }

    /** Only what was set, for jobs in which unset means more than a default. */
    static String given(Settings settings) {
        Map<String, Object> given = new LinkedHashMap<>(settings.effective());
        given.keySet().retainAll(settings.values().keySet());
        return text(given);
    }

    private static String text(Map<String, Object> values) {
        Map<String, Object> plain = new LinkedHashMap<>();
        values.forEach((name, value) -> plain.put(name, plain(value)));
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .setSchema(new CoreSchema())
                        .build())
                .dumpToString(plain);
    }

    /** What YAML writes without quotes, tags and anchors, so that any reader of YAML understands it. */
    private static Object plain(Object value) {
        if (value instanceof Path path) {
            return path.toString();
        }
        if (value instanceof List<?> list) { // a copy each: one list under two keys would become an alias
            return list.isEmpty()
                    ? null
                    : new ArrayList<>(list.stream().map(ArgsYaml::plain).toList());
        }
        boolean flag = "true".equals(value) || "false".equals(value);
        return flag ? Boolean.valueOf(value.toString()) : value;
    }

    /** The file's top level; InvalidInput if it is no mapping. */
    static Map<?, ?> mapping(Path file) {
        Object root;
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file.toString())
                    .setSchema(new CoreSchema())
                    .build();
            root = new Load(settings).loadFromString(Files.readString(file));
        } catch (IOException unreadable) {
            throw new InvalidInput(
                    "config-file",
                    "%s: this settings file cannot be read (%s). Check the path and the permissions."
                            .formatted(file, Reason.of(unreadable)),
                    unreadable);
        } catch (MarkedYamlEngineException malformed) {
            int line = malformed.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            throw new InvalidInput(
                    "config-file",
                    "%s:%d: this is not YAML: %s. Expected lines of the form 'epochs: 10'."
                            .formatted(file, line, malformed.getProblem()),
                    malformed);
        } catch (YamlEngineException malformed) {
            throw new InvalidInput(
                    "config-file",
                    "%s: this is not YAML. %s Expected lines of the form 'epochs: 10'."
                            .formatted(file, malformed.getMessage().strip()),
                    malformed);
        }
        if (root instanceof Map<?, ?> mapping) {
            return mapping;
        }
        throw new InvalidInput(
                "config-file",
                "%s: found %s, expected lines of the form 'epochs: 10'."
                        .formatted(file, root == null ? "an empty file" : "'" + root + "'"));
    }

    /** What a value in another trainer's file means here; empty: the default. */
    private static Optional<Object> ours(String name, Object value) {
        if (value == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (name) {
                    case "cache" -> value.equals(false) ? "auto" : value.equals(true) ? "ram" : value;
                    case "device" -> value.toString().matches("\\d+") ? "cuda:" + value : value;
                    default -> value;
                });
    }

    private static void refuseOtherTasks(Path file, String name, Object value) {
        if (name.equals("task") && value != null && !TASKS.contains(value)) {
            throw new InvalidInput(
                    "other-task",
                    "%s: task is '%s'; Candor trains detectors, with masks or without, and classifiers, so it can only be 'detect', 'segment' or 'classify'."
                            .formatted(file, value));
        }
    }

    private static InvalidInput unknown(Path file, String name, Settings known) {
        List<String> names = known.all().stream().<String>map(Key::name).toList();
        return new InvalidInput(
                "unknown-key",
                "%s: unknown key '%s'. Did you mean '%s'? Correct it or remove the line."
                        .formatted(file, name, Closest.to(name, names)));
    }

    private static List<String> notes(Path file, TreeSet<String> ignored, List<String> lost) {
        List<String> notes = new ArrayList<>();
        if (!ignored.isEmpty()) {
            notes.add("%s: these keys do not apply here: %s.".formatted(file, String.join(", ", ignored)));
        }
        if (!lost.isEmpty()) {
            notes.add("%s: of these, some were in use there and have no effect here: %s."
                    .formatted(file, String.join(", ", lost)));
        }
        return notes;
    }

    private static boolean inert(List<?> inertValues, Object value) {
        return inertValues.isEmpty() || inertValues.stream().anyMatch(inert -> same(inert, value));
    }

    private static boolean same(Object a, Object b) {
        return (a instanceof Number x && b instanceof Number y) ? x.doubleValue() == y.doubleValue() : a.equals(b);
    }

    private static Map<String, List<?>> foreign() {
        Map<String, List<?>> keys = new LinkedHashMap<>();
        for (String name : FOREIGN_WITHOUT_EFFECT.split(" ", -1)) {
            keys.put(name, List.of());
        }
        // These change what training learns, so a value other than "off" is worth a second line.
        for (String name : List.of("multi_scale", "dropout", "cls_pw", "bgr")) {
            keys.put(name, List.of(0, false));
        }
        keys.put("rect", List.of(false));
        keys.put("pretrained", List.of(true));
        keys.put("time", List.of(0));
        keys.put("val", List.of(true));
        keys.put("end2end", List.of(false));
        return Map.copyOf(keys);
    }

    /** Keys about other tasks, other modes, files and machines: nothing of a training result is lost without them. */
    private static final String FOREIGN_WITHOUT_EFFECT =
            "task mode cfg save save_period save_dir verbose deterministic amp"
                    + " profile compile overlap_mask mask_ratio split save_json conf iou max_det half dnn plots pose kobj rle angle"
                    + " auto_augment erasing copy_paste_mode tracker source vid_stride stream_buffer visualize augment"
                    + " agnostic_nms retina_masks embed show save_frames save_txt save_conf save_crop show_labels show_conf"
                    + " show_boxes line_width format keras optimize int8 dynamic simplify opset workspace nms"
                    + " crop_fraction save_hybrid boxes show_box hide_labels hide_conf v5loader min_memory image_weights";
}
