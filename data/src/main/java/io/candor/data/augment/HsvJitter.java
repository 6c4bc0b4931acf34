package io.candor.data.augment;

/**
 * A change of hue, saturation and brightness of a whole picture.
 *
 * @param hue shift as a share of the circle
 * @param saturation added to the factor 1
 * @param value added to the factor 1
 */
public record HsvJitter(double hue, double saturation, double value) {

    /** OpenCV stores hue in steps of two degrees. */
    private static final int HUES = 180;

    private static final int LEVELS = 256;

    /** A choice within the reach of the recipe. */
    static HsvJitter draw(AugmentationRecipe recipe, Chance chance) {
        return new HsvJitter(chance.around(recipe.hsvH()), chance.around(recipe.hsvS()), chance.around(recipe.hsvV()));
    }

    /** The scene in other colours; labels stay. */
    public Scene apply(Scene scene) {
        return new Scene(Pixels.lookUpHsv(scene.image(), tables()), scene.labels());
    }

    /** New hue, saturation and value for each old one: three tables of 256 entries, one after another. */
    byte[] tables() {
        byte[] tables = new byte[3 * LEVELS];
        for (int level = 0; level < LEVELS; level++) {
            double turned = (level + HUES * hue) % HUES;
            tables[level] = (byte) (int) (turned < 0 ? turned + HUES : turned);
            tables[LEVELS + level] = scaled(level, saturation);
            tables[2 * LEVELS + level] = scaled(level, value);
        }
        tables[LEVELS] = 0; // grey stays grey
        return tables;
    }

    private static byte scaled(int level, double gain) {
        return (byte) (int) Math.min(Math.max(level * (1 + gain), 0), LEVELS - 1);
    }
}
