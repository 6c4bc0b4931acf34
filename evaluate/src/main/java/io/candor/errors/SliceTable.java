package io.candor.errors;

import io.candor.errors.ErrorAnalysis.Slice;
import io.candor.metric.AreaRange;
import io.candor.metric.Bootstrap;
import io.candor.metric.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Counts found and missed objects for parts of the data. */
final class SliceTable {

    private final Scene scene;
    private final ErrorSettings settings;

    SliceTable(Scene scene, ErrorSettings settings) {
        this.scene = scene;
        this.settings = settings;
    }

    /** All images, each class, rare classes, sizes, neighbours, clean and full images, then the user's. */
    List<Slice> slices() {
        List<Slice> slices = new ArrayList<>();
        slices.add(ofImages("all images", image -> true));
        for (int k = 0; k < scene.set.classes().size(); k++) {
            int wanted = k;
            slices.add(ofObjects("class " + scene.set.classes().name(k), o -> scene.set.objectClass(o) == wanted));
        }
        slices.add(ofObjects("rare classes", o -> rare(scene.set.objectClass(o))));
        for (AreaRange range : List.of(AreaRange.SMALL, AreaRange.MEDIUM, AreaRange.LARGE)) {
            slices.add(ofObjects(
                    range.name().toLowerCase(java.util.Locale.ROOT) + " objects",
                    o -> AreaRange.of(scene.set.region(o).area()) == range));
        }
        slices.add(ofObjects("touching neighbours", o -> scene.neighbourGap(o) <= settings.touchingGap()));
        slices.add(ofObjects("without neighbours", o -> scene.neighbourGap(o) > settings.touchingGap()));
        slices.add(ofImages("clean images", image -> scene.objects[image].length == 0));
        slices.add(ofImages("images with objects", image -> scene.objects[image].length > 0));
        settings.attributes()
                .forEach(attribute -> slices.add(ofImages(
                        attribute.name(),
                        image -> attribute.images().contains(scene.set.images().get(image)))));
        return slices;
    }

    private boolean rare(int classIndex) {
        long objects = IntStream.range(0, scene.set.classes().size())
                .mapToLong(scene.set::objects)
                .sum();
        double equalShare = objects / (double) scene.set.classes().size();
        return scene.set.objects(classIndex) < settings.rareShare() * equalShare;
    }

    private Slice ofObjects(String name, IntPredicate object) {
        return slice(name, object, image -> true, false);
    }

    private Slice ofImages(String name, IntPredicate image) {
        return slice(name, object -> true, image, true);
    }

    private Slice slice(String name, IntPredicate wanted, IntPredicate wantedImage, boolean wholeImages) {
        int[] images = IntStream.range(0, scene.images()).filter(wantedImage).toArray();
        double[][] counts = new double[images.length][3];
        int objects = 0;
        int found = 0;
        int holding = 0;
        double alarms = 0;
        for (int i = 0; i < images.length; i++) {
            for (int o : scene.objects[images[i]]) {
                if (wanted.test(o)) {
                    counts[i][0]++;
                    counts[i][1] += scene.found(o, settings.confidence()) ? 1 : 0;
                }
            }
            for (int d : scene.detections[images[i]]) {
                counts[i][2] += scene.falseAlarm(d, settings.confidence()) ? 1 : 0;
            }
            objects += (int) counts[i][0];
            found += (int) counts[i][1];
            alarms += counts[i][2];
            holding += counts[i][0] > 0 ? 1 : 0;
        }
        List<Interval> intervals =
                Bootstrap.intervals(images.length, weights -> figures(counts, weights), settings.bootstrap());
        return new Slice(
                name,
                wholeImages ? images.length : holding,
                objects,
                found,
                objects == 0 ? Double.NaN : found / (double) objects,
                Wilson.of(found, objects),
                intervals.get(0),
                wholeImages && images.length > 0 ? alarms / images.length : Double.NaN,
                wholeImages ? intervals.get(1) : Interval.UNKNOWN);
    }

    private static double[] figures(double[][] counts, int[] weights) {
        double objects = 0;
        double found = 0;
        double alarms = 0;
        for (int i = 0; i < weights.length; i++) {
            objects += weights[i] * counts[i][0];
            found += weights[i] * counts[i][1];
            alarms += weights[i] * counts[i][2];
        }
        return new double[] {found / objects, alarms / weights.length};
    }
}
