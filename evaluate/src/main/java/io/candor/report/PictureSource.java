package io.candor.report;

import io.candor.data.Image;
import io.candor.metric.EvaluatedImage;
import java.util.Optional;

/** Where the pictures of an evaluation are. */
@FunctionalInterface
public interface PictureSource {

    /** No pictures. */
    PictureSource NONE = image -> Optional.empty();

    /** The picture; empty if it is not there or cannot be read. */
    Optional<Image> read(EvaluatedImage image);
}
