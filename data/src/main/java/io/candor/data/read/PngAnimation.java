package io.candor.data.read;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What an animated PNG file (W3C, third edition, 2023, chapter 11.3.6) says about its frames. Decoders differ in what
 * they show of one that contradicts itself, so such a file must not be taken for a picture.
 */
final class PngAnimation {

    private static final int CONTROL = 8;
    private static final int FRAME_CONTROL = 26;

    private final int width;
    private final int height;
    private long announced = -1;
    private long frames;
    private long sequence;
    private boolean hasPixels;
    private String damage = "";

    private PngAnimation(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** What contradicts itself in a file; nothing in a sound animation and in a file without one. */
    static Optional<String> damage(ByteBuffer whole, ImageFormat.Header header) {
        PngAnimation animation = new PngAnimation(header.width(), header.height());
        for (PngFormat.Chunk chunk = PngFormat.first(whole); !chunk.isNamed("IEND"); chunk = chunk.next()) {
            animation.read(chunk);
        }
        return Optional.of(animation.verdict()).filter(words -> !words.isEmpty());
    }

    private void read(PngFormat.Chunk chunk) {
        switch (chunk.name()) {
            case "IDAT" -> hasPixels = true;
            case "acTL" -> begin(chunk);
            case "fcTL" -> frame(chunk);
            case "fdAT" -> data(chunk);
            default -> {}
        }
    }

    private void begin(PngFormat.Chunk chunk) {
        require(announced < 0, "it is announced twice");
        require(!hasPixels, "it is announced behind the picture");
        require(chunk.length() == CONTROL, "its announcement has %d bytes instead of 8".formatted(chunk.length()));
        announced = chunk.length() >= Integer.BYTES ? chunk.number(0) : 0;
        require(announced > 0, "it has no frames");
    }

    private void frame(PngFormat.Chunk chunk) {
        frames++;
        if (chunk.length() != FRAME_CONTROL) {
            require(false, "frame %d is described in %d bytes instead of 26".formatted(frames, chunk.length()));
            return;
        }
        inSequence(chunk);
        long across = chunk.number(4);
        long down = chunk.number(8);
        boolean inside =
                across > 0 && down > 0 && chunk.number(12) + across <= width && chunk.number(16) + down <= height;
        require(inside, "frame %d does not lie in the picture".formatted(frames));
        require(
                hasPixels || (across == width && down == height),
                "the frame that is the picture itself is of another size");
    }

    private void data(PngFormat.Chunk chunk) {
        require(frames > 0, "it has pixels before its first frame");
        require(chunk.length() >= Integer.BYTES, "pixels of frame %d are missing".formatted(frames));
        inSequence(chunk);
    }

    private void inSequence(PngFormat.Chunk chunk) {
        long found = chunk.length() >= Integer.BYTES ? chunk.number(0) : -1;
        require(found == sequence, "part %d of it has the number %d".formatted(sequence, found));
        sequence++;
    }

    private String verdict() {
        boolean animated = announced >= 0 || frames > 0 || sequence > 0;
        if (animated) {
            require(announced >= 0, "it has frames, but is not announced");
            require(announced == frames, "it announces %d frames and has %d".formatted(announced, frames));
        }
        return damage;
    }

    private void require(boolean condition, String otherwise) {
        if (!condition && damage.isEmpty()) {
            damage = otherwise;
        }
    }
}
