package io.candor.data.inspect;

import io.candor.data.Classes;
import io.candor.data.Label;
import io.candor.data.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * How often a class occurs in a split.
 *
 * @param name of the class
 * @param labels its boxes
 * @param images that hold at least one of them
 */
public record ClassCount(String name, int labels, int images) {

    /** One per class, in the order of the classes. */
    static List<ClassCount> of(List<Sample> samples, Classes classes) {
        int[] labels = new int[classes.size()];
        int[] images = new int[classes.size()];
        for (Sample sample : samples) {
            sample.labels().forEach(label -> labels[label.classIndex()]++);
            sample.labels().stream().mapToInt(Label::classIndex).distinct().forEach(index -> images[index]++);
        }
        List<ClassCount> counts = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            counts.add(new ClassCount(classes.name(i), labels[i], images[i]));
        }
        return counts;
    }
}
