package io.candor.data.synth;

import io.candor.data.Classes;
import java.util.Arrays;
import java.util.List;

/** The six defects of a copper layer, in the class order of DeepPCB (Tang et al. 2019). */
public enum DefectKind {
    /** A track is interrupted. */
    OPEN("open"),
    /** A bridge joins two nets. */
    SHORT("short"),
    /** The edge of a track is bitten into. */
    MOUSEBITE("mousebite"),
    /** Copper sticks out of the edge of a track. */
    SPUR("spur"),
    /** An island of copper lies where there should be none. */
    COPPER("copper"),
    /** A small hole inside copper. */
    PIN_HOLE("pin-hole");

    private final String label;

    DefectKind(String label) {
        this.label = label;
    }

    /** The class name written into {@code data.yaml}. */
    public String label() {
        return label;
    }

    /** Position among the classes. */
    public int classIndex() {
        return List.of(values()).indexOf(this);
    }

    /** The defect at a position among the classes. */
    static DefectKind of(int classIndex) {
        return List.of(values()).get(classIndex);
    }

    /** All six as the classes of a data set; in the order above. */
    public static Classes classes() {
        return new Classes(Arrays.stream(values()).map(DefectKind::label).toList());
    }
}
