package io.candor.predictions;

import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.Dataset;
import io.candor.metric.EvaluatedImage;
import io.candor.metric.EvaluationSet;
import io.candor.metric.Extent;
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
        return coco(annotations, predictions, Extent.BOX);
    }

    /** The same, compared by boxes or by masks; for masks, both files need {@code segmentation} in every row. */
    public static EvaluationSet coco(Path annotations, Path predictions, Extent extent) {
        Annotations known = CocoAnnotations.read(annotations, extent);
        PredictionRows.read(predictions, known, known.builder::detection);
        return known.builder.build().by(extent);
    }

    /**
     * Predictions and a split of a data set. An image_id is the image's path relative to the folder of the data set, its
     * file name, or its stem, also as a number without leading zeros.
     *
     * @throws InvalidInput naming file and line for anything that cannot be used
     */
    public static EvaluationSet dataset(Dataset dataset, Split split, Path predictions, FirstCategory first) {
        return dataset(dataset, split, predictions, first, Extent.BOX);
    }

    /** The same, compared by boxes or by masks; for masks, labels need outlines. */
    public static EvaluationSet dataset(
            Dataset dataset, Split split, Path predictions, FirstCategory first, Extent extent) {
        Annotations known = new Annotations(dataset.source().toString(), dataset.classes(), extent);
        for (Sample sample : dataset.require(split)) {
            int image = known.image(EvaluatedImage.of(dataset.source(), sample));
            sample.labels().forEach(label -> known.builder.object(image, label));
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
        return known.builder.build().by(extent);
    }
}
