package io.candor.metric;

/**
 * How often a classifier took each class for each other.
 *
 * @param counts (classes, classes): row = predicted class, column = true class
 */
@SuppressWarnings("ArrayRecordComponent") // read for drawing, never compared
public record ClassConfusion(int[][] counts) {

    static ClassConfusion of(ClassifiedSet set) {
        int[][] counts = new int[set.classes().size()][set.classes().size()];
        for (int i = 0; i < set.size(); i++) {
            counts[set.prediction[i]][set.label[i]]++;
        }
        return new ClassConfusion(counts);
    }
}
