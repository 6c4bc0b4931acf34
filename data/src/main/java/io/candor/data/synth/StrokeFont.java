package io.candor.data.synth;

import java.awt.geom.Path2D;
import java.util.HashMap;
import java.util.Map;

/**
 * Letters made of straight strokes, as plotters and silk screens draw them; no font has to be installed, and the
 * letters look the same everywhere. A glyph is 4 units wide and 6 high.
 */
final class StrokeFont {

    private static final double ADVANCE = 5.6;
    private static final double HEIGHT = 6;
    private static final Map<Character, String> GLYPHS = new HashMap<>();

    static {
        // Pairs of digits are points (x, y), y downwards; blanks join them, bars lift the pen.
        String[] rows = {
            "A06 02 20 42 46|04 44",
            "B06 00 30 41 42 33 03|33 44 45 36 06",
            "C41 30 10 01 05 16 36 45",
            "D00 20 42 44 26 06 00",
            "E40 00 06 46|03 33",
            "F40 00 06|03 33",
            "G41 30 10 01 05 16 36 45 43 23",
            "H00 06|40 46|03 43",
            "I20 26|10 30|16 36",
            "J40 45 36 16 05",
            "K00 06|40 03 46",
            "L00 06 46",
            "M06 00 23 40 46",
            "N06 00 46 40",
            "O10 30 41 45 36 16 05 01 10",
            "P06 00 30 41 42 33 03",
            "Q10 30 41 45 36 16 05 01 10|24 46",
            "R06 00 30 41 42 33 03|23 46",
            "S41 30 10 01 02 13 33 44 45 36 16 05",
            "T00 40|20 26",
            "U00 05 16 36 45 40",
            "V00 26 40",
            "W00 16 23 36 40",
            "X00 46|40 06",
            "Y00 23 40|23 26",
            "Z00 40 06 46",
            "010 30 41 45 36 16 05 01 10|05 41",
            "111 20 26|16 36",
            "201 10 30 41 42 06 46",
            "300 40 23 33 44 45 36 16 05",
            "436 30 04 44",
            "540 00 03 33 44 45 36 16 05",
            "641 30 10 01 05 16 36 45 44 33 03",
            "700 40 16",
            "813 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33",
            "905 16 36 45 41 30 10 01 02 13 43",
            "-13 33",
            "+13 33|22 24",
            "/06 40",
            "."
        };
        for (String row : rows) {
            GLYPHS.put(row.charAt(0), row.substring(1));
        }
    }

    private StrokeFont() {}

    /** The strokes of {@code text} with its upper left corner at (x, y), {@code height} pixels high. */
    static Path2D outline(String text, double x, double y, double height) {
        Path2D path = new Path2D.Double();
        double scale = height / HEIGHT;
        for (int i = 0; i < text.length(); i++) {
            glyph(path, text.charAt(i), x + i * ADVANCE * scale, y, scale);
        }
        return path;
    }

    /** Width in pixels of a text of {@code height} pixels. */
    static double width(String text, double height) {
        return text.length() * ADVANCE * height / HEIGHT;
    }

    private static void glyph(Path2D path, char letter, double x, double y, double scale) {
        String strokes = GLYPHS.getOrDefault(letter, "");
        boolean penUp = true;
        for (int i = 0; i + 1 < strokes.length(); i += 3) { // two digits and a separator
            double px = x + (strokes.charAt(i) - '0') * scale;
            double py = y + (strokes.charAt(i + 1) - '0') * scale;
            if (penUp) {
                path.moveTo(px, py);
            } else {
                path.lineTo(px, py);
            }
            penUp = i + 2 < strokes.length() && strokes.charAt(i + 2) == '|';
        }
    }
}
