package io.candor.data.synth;

import io.candor.data.Box;
import io.candor.data.Label;
import io.candor.data.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes labels as people do: mostly right. */
final class Annotator {

    private Annotator() {}

    /** What an annotator can do to a label. */
    enum Deed {
        RIGHT,
        FLIPPED,
        DROPPED,
        SHIFTED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A true label and what was written for it; nothing if it was dropped. */
    record Mark(Label truth, Deed deed, Optional<Label> written) {}

    /** One mark per true label, in order. The dice are independent of the picture's. */
    static List<Mark> mark(List<Label> truth, Split split, int index, SynthOptions options) {
        boolean spoiled = options.noise().splits().contains(split);
        Dice dice = Dice.of(Dice.mix(options.seed() + 1), split, index);
        List<Mark> marks = new ArrayList<>();
        for (Label label : truth) {
            Deed deed = spoiled ? deed(options.noise(), dice.between(0, 1)) : Deed.RIGHT;
            marks.add(new Mark(label, deed, written(label, deed, options.size(), dice.split())));
        }
        return marks;
    }

    private static Deed deed(LabelNoise noise, double lot) {
        if (lot < noise.flipped()) {
            return Deed.FLIPPED;
        }
        if (lot < noise.flipped() + noise.dropped()) {
            return Deed.DROPPED;
        }
        return lot < noise.flipped() + noise.dropped() + noise.shifted() ? Deed.SHIFTED : Deed.RIGHT;
    }

    private static Optional<Label> written(Label label, Deed deed, int size, Dice dice) {
        return switch (deed) {
            case RIGHT -> Optional.of(label);
            case DROPPED -> Optional.empty();
            case FLIPPED -> Optional.of(label.withClass(otherClass(label.classIndex(), dice)));
            case SHIFTED -> Optional.of(shifted(label, size, dice));
        };
    }

    private static int otherClass(int classIndex, Dice dice) {
        int classes = DefectKind.values().length;
        return (classIndex + dice.count(1, classes - 1)) % classes;
    }

    private static Label shifted(Label label, int size, Dice dice) {
        Box box = label.box();
        double dx = dice.sign() * dice.between(0.15, 0.35) * box.width();
        double dy = dice.sign() * dice.between(0.15, 0.35) * box.height();
        return label.scaleAndShift(1, 1, dx, dy).clip(size, size);
    }
}
