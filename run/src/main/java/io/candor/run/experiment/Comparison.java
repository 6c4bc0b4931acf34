package io.candor.run.experiment;

import io.candor.run.experiment.Experiment.Block;
import java.util.Map;

/** Arms that were judged by the same images, compared with the first of them. */
public interface Comparison {

    /** All figures, without pictures of images. */
    Block block();

    /** Exact meaning of every figure, by name. */
    Map<String, String> definitions();
}
