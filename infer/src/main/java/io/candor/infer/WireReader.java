package io.candor.infer;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * Fields of a message in protocol buffer encoding, read where they lie in a file; what is skipped is not read. One tag
 * after another: call {@link #next}, then exactly one of the methods that take the field's value.
 */
final class WireReader {

    private static final int BUFFER = 1 << 13;
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FOUR_BYTES = 5;

    /** Longest text that is looked at. */
    private static final int LONGEST_TEXT = 1 << 24;

    private final FileChannel channel;
    private final long end;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private long bufferStart;
    private long position;
    private int field;
    private int kind;

    /** All of a file. */
    WireReader(FileChannel channel) throws IOException {
        this(channel, 0, channel.size());
    }

    private WireReader(FileChannel channel, long start, long end) {
        this.channel = channel;
        this.position = start;
        this.end = end;
        this.bufferStart = start;
        buffer.limit(0);
    }

    /** Moves to the next field; false at the end of the message. */
    boolean next() throws IOException {
        if (position == end) {
            return false;
        }
        long tag = varint();
        field = Math.toIntExact(tag >>> 3);
        kind = (int) tag & 7;
        return true;
    }

    int field() {
        return field;
    }

    /** The value of a whole-number field. */
    long number() throws IOException {
        expect(VARINT);
        return varint();
    }

    /** The value of a text field. */
    String text() throws IOException {
        int length = Math.toIntExact(Math.min(length(), LONGEST_TEXT + 1L));
        if (length > LONGEST_TEXT) {
            throw new EOFException("a text of more than %d bytes".formatted(LONGEST_TEXT));
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        readFully(bytes);
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

    /** The message in the field, to be read on its own; this reader goes on behind it. */
    WireReader message() throws IOException {
        long length = length();
        WireReader inner = new WireReader(channel, position, position + length);
        position += length;
        return inner;
    }

    /** Leaves the field's value out. */
    void skip() throws IOException {
        switch (kind) {
            case VARINT -> varint();
            case EIGHT_BYTES -> advance(Long.BYTES);
            case LENGTH_DELIMITED -> advance(length());
            case FOUR_BYTES -> advance(Integer.BYTES);
            default -> throw new EOFException("no field of kind " + kind);
        }
    }

    private void expect(int wanted) throws IOException {
        if (kind != wanted) {
            throw new EOFException("field %d is of kind %d, not %d".formatted(field, kind, wanted));
        }
    }

    private long length() throws IOException {
        expect(LENGTH_DELIMITED);
        long length = varint();
        if (length < 0 || length > end - position) {
            throw new EOFException("it ends %d bytes too early".formatted(Math.max(1, length - (end - position))));
        }
        return length;
    }

    private void advance(long bytes) throws IOException {
        if (bytes > end - position) {
            throw new EOFException("it ends too early");
        }
        position += bytes;
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = one();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new EOFException("a number of more than ten bytes");
    }

    private byte one() throws IOException {
        if (position >= end) {
            throw new EOFException("it ends too early");
        }
        if (position < bufferStart || position >= bufferStart + buffer.limit()) {
            buffer.clear().limit((int) Math.min(BUFFER, end - position));
            bufferStart = position;
            fill(buffer, position);
            buffer.flip();
        }
        return buffer.get((int) (position++ - bufferStart));
    }

    private void readFully(ByteBuffer bytes) throws IOException {
        fill(bytes, position);
        position += bytes.position();
    }

    private void fill(ByteBuffer bytes, long from) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException("it ends too early");
            }
        }
    }
}
