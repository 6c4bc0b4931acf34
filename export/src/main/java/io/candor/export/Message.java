package io.candor.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One message in protocol buffer encoding: fields in the order they are added, each a tag and a number, four bytes, or a
 * length and bytes. Content is referred to, not copied, until the message is written.
 */
final class Message {

    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FOUR_BYTES = 5;

    private final List<ByteBuffer> parts = new ArrayList<>();
    private long size;

    /** A whole number, as the encoding's base-128 integer. */
    Message number(int field, long value) {
        tag(field, VARINT);
        return varint(value);
    }

    /** A single-precision number. */
    Message real(int field, float value) {
        tag(field, FOUR_BYTES);
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return add(bytes.putFloat(value).flip());
    }

    /** A text in UTF-8. */
    Message text(int field, String value) {
        return bytes(field, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    /** The bytes from position to limit, which must not change before the message is written. */
    Message bytes(int field, ByteBuffer value) {
        tag(field, LENGTH_DELIMITED);
        varint(value.remaining());
        return add(value.duplicate());
    }

    /** A message inside this one, which must be complete. */
    Message message(int field, Message inner) {
        tag(field, LENGTH_DELIMITED);
        varint(inner.size);
        parts.addAll(inner.parts);
        size += inner.size;
        return this;
    }

    private void tag(int field, int kind) {
        varint((long) field << 3 | kind);
    }

    private Message varint(long value) {
        ByteBuffer bytes = ByteBuffer.allocate(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.put((byte) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        return add(bytes.put((byte) rest).flip());
    }

    private Message add(ByteBuffer bytes) {
        parts.add(bytes);
        size += bytes.remaining();
        return this;
    }

    /** Encoded length in bytes. */
    long size() {
        return size;
    }

    /** Writes all fields. */
    void writeTo(OutputStream out) throws IOException {
        WritableByteChannel channel = Channels.newChannel(out);
        for (ByteBuffer part : parts) {
            ByteBuffer bytes = part.duplicate();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
