package io.candor.predictions;

import io.candor.data.Box;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.Dataset;
import io.candor.metric.EvaluatedImage;
import io.candor.metric.EvaluationSet;
import java.nio.file.Path;

/**
 * Reads what a detector found from a file that any tool may have written, together with the annotations it is to be
 * judged by. Predictions are a COCO results array (image_id, category_id, bbox as x, y, width, height in pixels, score),
 * or the object {@code candor predict} writes.
 */
public final class DetectionFiles {

    private DetectionFiles() {}

    /**
     * Predictions and COCO annotations, with crowd regions and outlined areas. Images are known by their id, or by the
     * name of their file where ids do not fit. Class order is ascending category id.
     *
     * @throws InvalidInput naming file and line for anything that cannot be used
     */
    public static EvaluationSet coco(Path annotations, Path predictions) {
        Annotations known = CocoAnnotations.read(annotations);
        PredictionRows.read(predictions, known, known.builder::detection);
        return known.builder.build();
    }

    /**
     * Predictions and a split of a data set. An image_id is the image's path relative to the folder of the data set, its
     * file name, or its stem, also as a number without leading zeros.
     *
     * @throws InvalidInput naming file and line for anything that cannot be used
     */
    public static EvaluationSet dataset(Dataset dataset, Split split, Path predictions, FirstCategory first) {
        Annotations known = new Annotations(dataset.source().toString(), dataset.classes());
        for (Sample sample : dataset.require(split)) {
            int image = known.image(EvaluatedImage.of(dataset.source(), sample));
            for (Label label : sample.labels()) {
                Box box = label.box();
                known.builder.object(image, label.classIndex(), box.x1(), box.y1(), box.x2(), box.y2());
            }
        }
        int offset = switch (first) {
            case ZERO -> 0;
            case ONE -> 1;
            case DEDUCED -> CategoryRange.first(predictions, known.classes.size());
        };
        for (int k = 0; k < known.classes.size(); k++) {
            known.category(k + offset, k);
        }
        PredictionRows.read(predictions, known, known.builder::detection);
        return known.builder.build();
    }
}
