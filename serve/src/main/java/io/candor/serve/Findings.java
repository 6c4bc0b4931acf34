package io.candor.serve;

import io.candor.infer.Classification;
import io.candor.infer.Detections;

/** What a model said about a picture. */
sealed interface Findings {

    /** Objects it told of; one for the class of a whole picture. */
    int count();

    /** Of a detector. */
    record Objects(Detections found) implements Findings {
        @Override
        public int count() {
            return found.objects().size();
        }
    }

    /**
     * Of a classifier.
     *
     * @param width pixels of the picture
     * @param height pixels of the picture
     */
    record OfWhole(Classification said, int width, int height) implements Findings {
        @Override
        public int count() {
            return 1;
        }
    }
}
