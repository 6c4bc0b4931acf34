package io.candor.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Every network that can be built, by the name users and weight files have for it. */
public final class Catalogue {

    private static final List<Scale> FIVE_SCALES = List.of(Scale.N, Scale.S, Scale.M, Scale.L, Scale.X);

    private static final Map<String, IntFunction<Definition>> NETWORKS = networks();

    private Catalogue() {}

    private static Map<String, IntFunction<Definition>> networks() {
        Map<String, IntFunction<Definition>> all = new LinkedHashMap<>();
        for (Scale scale : FIVE_SCALES) {
            all.put(YoloV8.NAME + scale.letter(), classes -> YoloV8.definition(scale, classes));
        }
        for (Scale scale : Scale.values()) {
            all.put(YoloV10.NAME + scale.letter(), classes -> YoloV10.definition(scale, classes));
        }
        for (Scale scale : FIVE_SCALES) {
            all.put(Yolo11.NAME + scale.letter(), classes -> Yolo11.definition(scale, classes));
        }
        for (Scale scale : FIVE_SCALES) {
            all.put(YoloV8.NAME + scale.letter() + "-seg", classes -> YoloV8.segmenter(scale, classes));
        }
        for (Scale scale : FIVE_SCALES) {
            all.put(Yolo11.NAME + scale.letter() + "-seg", classes -> Yolo11.segmenter(scale, classes));
        }
        for (Scale scale : FIVE_SCALES) {
            all.put(YoloV8.NAME + scale.letter() + "-cls", classes -> YoloV8.classifier(scale, classes));
        }
        for (ResNet.Stem stem : ResNet.Stem.values()) {
            for (ResNet.Depth depth : ResNet.Depth.values()) {
                all.put(ResNet.name(depth, stem), classes -> ResNet.definition(depth, stem, classes));
            }
        }
        all.put(SmallCnn.NAME, SmallCnn::definition);
        all.put(Mlp.NAME, classes -> Mlp.definition(Mlp.INPUTS, Mlp.HIDDEN, classes));
        return all;
    }

    /** All names, family by family, smallest first. */
    public static List<String> names() {
        return List.copyOf(NETWORKS.keySet());
    }

    /**
     * The network called {@code name}, for so many classes; nothing if there is none.
     *
     * @param name such as {@code yolov8n}; upper case and the ending {@code .yaml}, which others write, do not matter
     */
    public static Optional<Definition> definition(String name, int classes) {
        String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.ya?ml$", "");
        return Optional.ofNullable(NETWORKS.get(plain)).map(build -> build.apply(classes));
    }
}
