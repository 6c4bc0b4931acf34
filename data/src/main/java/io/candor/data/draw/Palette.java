package io.candor.data.draw;

import java.awt.Color;

/**
 * Ten colours that people with any common form of colour blindness can tell apart, in a fixed order: seven of Okabe and
 * Ito (2008) and three of Tol's muted scheme (2021). Later indices start again from the first.
 */
public final class Palette {

    private static final Color[] COLORS = {
        new Color(0xe69f00), // orange
        new Color(0x56b4e9), // sky blue
        new Color(0x009e73), // bluish green
        new Color(0xf0e442), // yellow
        new Color(0xd55e00), // vermilion
        new Color(0xcc79a7), // reddish purple
        new Color(0x0072b2), // blue
        new Color(0x882255), // wine
        new Color(0x999933), // olive
        new Color(0x332288) // indigo
    };

    private Palette() {}

    /** Colour of a class. */
    public static Color color(int index) {
        return COLORS[Math.floorMod(index, COLORS.length)];
    }

    /** Black or white, whichever reads better on {@code background}. */
    static Color ink(Color background) {
        double luminance =
                0.2126 * background.getRed() + 0.7152 * background.getGreen() + 0.0722 * background.getBlue();
        return luminance > 110 ? Color.BLACK : Color.WHITE;
    }
}
