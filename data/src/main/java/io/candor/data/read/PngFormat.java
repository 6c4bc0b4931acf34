package io.candor.data.read;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** PNG (W3C, third edition, 2023): a signature, then chunks of length, name, content, checksum. */
final class PngFormat implements ImageFormat {

    private static final int FIRST_CHUNK = 8;
    private static final int CHUNK_FRAME = 12; // length, name, checksum

    @Override
    public boolean recognises(ByteBuffer start) {
        return ImageFormat.startsWith(start, 0, "\u0089PNG\r\n\u001a\n");
    }

    /**
     * A part of a file; reading past the last byte is an {@link IndexOutOfBoundsException}.
     *
     * @param at where it begins
     */
    record Chunk(ByteBuffer file, int at) {

        long length() {
            return file.getInt(at) & 0xffffffffL;
        }

        String name() {
            byte[] name = new byte[4];
            file.get(at + 4, name);
            return new String(name, StandardCharsets.ISO_8859_1);
        }

        boolean isNamed(String name) {
            return name().equals(name);
        }

        /** Four of its bytes as a number. */
        long number(int offset) {
            return file.getInt(content() + offset) & 0xffffffffL;
        }

        int content() {
            return at + 8;
        }

        Chunk next() {
            return new Chunk(file, ImageFormat.offset(at + CHUNK_FRAME + length()));
        }
    }

    static Chunk first(ByteBuffer file) {
        return new Chunk(file, FIRST_CHUNK);
    }

    /** EXIF data are honoured when they precede the pixels, where the writers in use put them. */
    @Override
    public Header header(ByteBuffer start) {
        Chunk chunk = first(start);
        int width = (int) chunk.number(0);
        int height = (int) chunk.number(4);
        for (; !chunk.isNamed("IDAT") && !chunk.isNamed("IEND"); chunk = chunk.next()) {
            if (chunk.isNamed("eXIf")) {
                int length = ImageFormat.offset(chunk.length());
                start.get(chunk.content() + length);
                return new Header(width, height, TiffFormat.orientation(start.slice(chunk.content(), length)));
            }
        }
        return new Header(width, height, Orientation.UPRIGHT);
    }

    @Override
    public boolean ends(ByteBuffer tail) {
        return ImageFormat.startsWith(tail, tail.limit() - 8, "IEND");
    }

    @Override
    public boolean endsEarly(ByteBuffer whole) {
        try {
            Chunk chunk = first(whole);
            while (!chunk.isNamed("IEND")) {
                chunk = chunk.next();
            }
            return true;
        } catch (IndexOutOfBoundsException e) {
            return false; // a chunk reaches past the last byte
        }
    }

    @Override
    public Optional<String> damage(ByteBuffer whole) {
        try {
            return PngAnimation.damage(whole, header(whole)).map("its animation is damaged: "::concat);
        } catch (IndexOutOfBoundsException e) {
            return Optional.of("a part of it reaches past its end");
        }
    }
}
