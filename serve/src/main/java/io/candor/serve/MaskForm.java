package io.candor.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.Mask;
import io.candor.data.read.CocoSegmentation;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** How a mask is written into an answer. */
enum MaskForm {
    /** Outlines, x, y, x, y, ... in pixels of the picture. */
    POLYGONS {
        @Override
        void write(ObjectNode node, Mask mask) {
            ArrayNode polygons = node.putArray("polygons");
            for (double[] outline : mask.polygons()) {
                ArrayNode points = polygons.addArray();
                Arrays.stream(outline).forEach(points::add);
            }
        }
    },
    /** COCO's compressed run lengths. */
    RLE {
        @Override
        void write(ObjectNode node, Mask mask) {
            node.set("rle", CocoSegmentation.runLengths(mask));
        }
    };

    private static final String PARAMETER = "masks";

    abstract void write(ObjectNode node, Mask mask);

    /**
     * What a client asks for by {@code ?masks=polygons,rle}; nothing if it does not.
     *
     * @throws Problem 400 for other words
     */
    static Set<MaskForm> asked(Context context) {
        Set<MaskForm> forms = EnumSet.noneOf(MaskForm.class);
        String words = context.queryParam(PARAMETER);
        if (words == null) {
            return forms;
        }
        for (String word : words.split(",", -1)) {
            forms.add(Arrays.stream(values())
                    .filter(form -> form.name().equals(word.strip().toUpperCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new Problem(
                            400, "masks is '%s'; expected polygons, rle, or both: polygons,rle.".formatted(words))));
        }
        return forms;
    }
}
