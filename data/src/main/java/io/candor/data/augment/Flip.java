package io.candor.data.augment;

import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.Label;
import java.util.function.UnaryOperator;

/** A picture turned over at one of its middle lines. */
public enum Flip {
    /** Left becomes right. */
    LEFT_RIGHT {
        @Override
        Image pixels(Image image) {
            byte[] source = image.bgr();
            byte[] target = new byte[source.length];
            int stride = image.width() * Image.CHANNELS;
            for (int start = 0; start < source.length; start += stride) {
                int to = start + stride;
                for (int from = start; from < start + stride; from += Image.CHANNELS) {
                    to -= Image.CHANNELS;
                    target[to] = source[from];
                    target[to + 1] = source[from + 1];
                    target[to + 2] = source[from + 2];
                }
            }
            return new Image(image.width(), image.height(), target);
        }

        @Override
        Label label(Label label, Image image) {
            double right = image.width();
            Box box = label.box();
            Box flipped = new Box(right - box.x2(), box.y1(), right - box.x1(), box.y2());
            return new Label(label.classIndex(), flipped, mirrored(label.polygon(), 0, right));
        }
    },
    /** Up becomes down. */
    UP_DOWN {
        @Override
        Image pixels(Image image) {
            byte[] target = new byte[image.bgr().length];
            int stride = image.width() * Image.CHANNELS;
            for (int start = 0; start < target.length; start += stride) {
                System.arraycopy(image.bgr(), start, target, target.length - stride - start, stride);
            }
            return new Image(image.width(), image.height(), target);
        }

        @Override
        Label label(Label label, Image image) {
            double bottom = image.height();
            Box box = label.box();
            Box flipped = new Box(box.x1(), bottom - box.y2(), box.x2(), bottom - box.y1());
            return new Label(label.classIndex(), flipped, mirrored(label.polygon(), 1, bottom));
        }
    };

    /** The scene turned over. */
    public Scene apply(Scene scene) {
        UnaryOperator<Label> flip = label -> label(label, scene.image());
        return new Scene(
                pixels(scene.image()), scene.labels().stream().map(flip).toList());
    }

    abstract Image pixels(Image image);

    abstract Label label(Label label, Image image);

    private static double[] mirrored(double[] points, int axis, double side) {
        double[] mirrored = points.clone();
        for (int i = axis; i < mirrored.length; i += 2) {
            mirrored[i] = side - mirrored[i];
        }
        return mirrored;
    }
}
