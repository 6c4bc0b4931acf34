package io.candor.data.read;

/** Width and height of a picture in pixels, as it is shown: the EXIF orientation has been applied. */
public record Size(int width, int height) {
    @Override
    public String toString() {
        return width + " x " + height;
    }
}
