package io.candor.weights;

import io.candor.data.InvalidInput;
import io.candor.weights.Inert.Stub;
import io.candor.weights.Inert.View;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects the tensors of a described module in the order of torch's {@code state_dict}: per module its parameters, its
 * buffers, then its children.
 */
final class ModuleWalk {

    private static final int DEEPEST = 64;
    private static final int MOST_TENSORS = 100_000;

    /** Endings of the class names that the publisher of YOLO weights gives networks of other tasks. */
    private static final Map<String, String> OTHER_TASKS = Map.of(
            "PoseModel", "pose estimation",
            "ClassificationModel", "classification",
            "OBBModel", "oriented boxes",
            "WorldModel", "open-vocabulary detection");

    private final Path file;
    private final Map<String, View> views = new LinkedHashMap<>();
    private int steps;

    private ModuleWalk(Path file) {
        this.file = file;
    }

    /** The tensors of {@code model}: a module, or a dictionary of tensors. */
    static ModuleWalk of(Path file, Object model) {
        ModuleWalk walk = new ModuleWalk(file);
        if (model instanceof Stub module) {
            walk.checkTask(module);
            walk.module("", module, 0);
        } else if (model instanceof Map<?, ?> tensors) {
            walk.tensors("", tensors);
        }
        if (walk.views.isEmpty()) {
            throw walk.noWeights("no tensors in it");
        }
        return walk;
    }

    Map<String, View> views() {
        return views;
    }

    private void checkTask(Stub module) {
        String task = OTHER_TASKS.get(module.type().name());
        if (task != null) {
            throw new InvalidInput(
                    "weights-task",
                    "%s holds a network for %s (%s); expected one for detection or segmentation, such as yolov8n.pt or yolov8n-seg.pt."
                            .formatted(file, task, module.type()));
        }
    }

    private InvalidInput noWeights(String found) {
        return new InvalidInput(
                "weights-architecture",
                "%s is a .pt file, but there are %s; expected a YOLO checkpoint.".formatted(file, found));
    }

    private void module(String prefix, Stub module, int depth) {
        if (depth > DEEPEST || ++steps > MOST_TENSORS) {
            throw noWeights("modules nested without end in it");
        }
        tensors(prefix, module.attribute("_parameters"));
        tensors(prefix, module.attribute("_buffers"));
        if (module.attribute("_modules") instanceof Map<?, ?> children) {
            children.forEach((name, child) -> {
                if (child instanceof Stub stub) {
                    module(prefix + name + ".", stub, depth + 1);
                }
            });
        }
    }

    private void tensors(String prefix, Object named) {
        if (named instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (value instanceof View view) {
                    views.put(prefix + name, view);
                }
            });
        }
    }
}
