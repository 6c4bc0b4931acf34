package io.candor.data.inspect;

import io.candor.data.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many objects the images of a split hold.
 *
 * @param images number of images by number of objects, in the classes "0", "1", "2-5", "6-10", "11-20", "21-50", "51+"
 * @param mean objects per image; 0 without images
 * @param most objects on one image
 */
public record ObjectCounts(Map<String, Integer> images, double mean, int most) {

    private static final int[] UPPER = {0, 1, 5, 10, 20, 50, Integer.MAX_VALUE};
    private static final String[] NAMES = {"0", "1", "2-5", "6-10", "11-20", "21-50", "51+"};

    public ObjectCounts {
        images = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(images));
    }

    static ObjectCounts of(List<Sample> samples) {
        Map<String, Integer> images = new LinkedHashMap<>();
        for (String name : NAMES) {
            images.put(name, 0);
        }
        samples.forEach(sample -> images.merge(name(sample.labels().size()), 1, Integer::sum));
        var statistics =
                samples.stream().mapToInt(sample -> sample.labels().size()).summaryStatistics();
        return new ObjectCounts(images, statistics.getAverage(), Math.max(0, statistics.getMax()));
    }

    private static String name(int count) {
        int bin = 0;
        while (count > UPPER[bin]) {
            bin++;
        }
        return NAMES[bin];
    }
}
