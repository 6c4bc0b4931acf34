package io.candor.loss;

import static io.candor.tensor.Tensors.BATCH;
import static io.candor.tensor.Tensors.CHANNELS;

import io.candor.tensor.Device;
import io.candor.tensor.Tensors;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A network's raw maps, read in place and only where the assigner looks: no tensor is made, no gradient kept. Maps on
 * another device are copied first. The maps must outlive this view.
 *
 * @param anchors the cells of the maps
 * @param images number of images
 * @param maps per level
 */
record Predictions(Anchors anchors, int images, List<Map> maps) {

    Predictions {
        maps = List.copyOf(maps);
    }

    /** One level's values: element (b, c, cell) is at {@code b * image + c * channel + cell * step} of {@code memory}. */
    record Map(FloatBuffer values, int image, int channel, int step, Tensor memory) {

        static Map of(Tensor raw) {
            Tensor host = Tensors.on(raw.detach(), Device.CPU);
            int channels = (int) raw.size(CHANNELS);
            int cells = (int) (raw.size(2) * raw.size(3));
            if (host.is_contiguous()) {
                return new Map(host.createBuffer(), channels * cells, cells, 1, host);
            }
            Tensor last = host.permute(0, 2, 3, 1).contiguous();
            return new Map(last.createBuffer(), channels * cells, 1, channels, last);
        }

        double at(int imageIndex, int channelIndex, int cell) {
            return values.get(imageIndex * image + channelIndex * channel + cell * step);
        }
    }

    /** @param raw per level (B, 4 * 16 + K, height, width), float32, dense: channels-first or channels-last */
    static Predictions of(List<Tensor> raw) {
        List<Map> maps = new ArrayList<>();
        for (Tensor map : raw) {
            maps.add(Map.of(map));
        }
        return new Predictions(Anchors.of(raw), (int) raw.get(0).size(BATCH), maps);
    }

    /** Probability of one class at one anchor. */
    double probability(int level, int image, int cell, int classIndex) {
        double logit = maps.get(level).at(image, DistributionFocal.CHANNELS + classIndex, cell);
        return 1 / (1 + Math.exp(-logit));
    }

    /** The distances from the anchor to the left, upper, right and lower side of its box, in strides. */
    Sides sides(int level, int image, int cell) {
        Map map = maps.get(level);
        return new Sides(
                side(map, image, cell, 0),
                side(map, image, cell, 1),
                side(map, image, cell, 2),
                side(map, image, cell, 3));
    }

    /** Mean of the distribution that the softmax of one side's bins describes. */
    private static double side(Map map, int image, int cell, int side) {
        int first = image * map.image + side * DistributionFocal.BINS * map.channel + cell * map.step;
        double largest = Double.NEGATIVE_INFINITY;
        for (int bin = 0; bin < DistributionFocal.BINS; bin++) {
            largest = Math.max(largest, map.values.get(first + bin * map.channel));
        }
        double mass = 0;
        double moment = 0;
        for (int bin = 0; bin < DistributionFocal.BINS; bin++) {
            double weight = Math.exp(map.values.get(first + bin * map.channel) - largest);
            mass += weight;
            moment += bin * weight;
        }
        return moment / mass;
    }
}
