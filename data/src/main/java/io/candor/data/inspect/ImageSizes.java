package io.candor.data.inspect;

import io.candor.data.Sample;
import io.candor.data.read.Size;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How large the images of a split are, in pixels.
 *
 * @param smallest by area
 * @param largest by area
 * @param commonest the size most images have
 * @param haveIt how many images have it
 */
public record ImageSizes(Size smallest, Size largest, Size commonest, long haveIt) {

    static Optional<ImageSizes> of(List<Sample> samples) {
        Comparator<Size> byArea = Comparator.<Size>comparingLong(size -> (long) size.width() * size.height())
                .thenComparingInt(Size::width);
        Map<Size, Long> counts = samples.stream()
                .map(sample -> new Size(sample.width(), sample.height()))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return counts.entrySet().stream()
                .max(Map.Entry.<Size, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey(byArea)))
                .map(most -> new ImageSizes(
                        counts.keySet().stream().min(byArea).orElseThrow(),
                        counts.keySet().stream().max(byArea).orElseThrow(),
                        most.getKey(),
                        most.getValue()));
    }
}
