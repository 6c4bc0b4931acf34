package io.candor.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Writes numbers where TensorBoard looks for them: an event file, that is TFRecord frames around {@code Event}
 * messages. The few protocol buffer fields needed are written by hand (tensorflow/core/util/event.proto and
 * framework/summary.proto, Apache-2.0). Every record is one write, so that a crash leaves at most one broken record at
 * the end, which TensorBoard ignores.
 */
public final class TensorBoardEvents implements AutoCloseable {

    // Field numbers of Event, Summary and Summary.Value, shifted left by 3, plus the wire type.
    private static final int WALL_TIME = 1 << 3 | 1; // 64 bits
    private static final int STEP = 2 << 3; // variable length
    private static final int FILE_VERSION = 3 << 3 | 2; // length delimited
    private static final int SUMMARY = 5 << 3 | 2;
    private static final int VALUE = 1 << 3 | 2;
    private static final int TAG = 1 << 3 | 2;
    private static final int SIMPLE_VALUE = 2 << 3 | 5; // 32 bits

    /** Added to the rotated checksum so that a checksum of data holding checksums is not degenerate (TFRecord format). */
    private static final int MASK = 0xa282ead8;

    private final FileChannel channel;
    private final Path file;

    private TensorBoardEvents(Path file) throws IOException {
        this.file = file;
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        record(event(0).bytes(FILE_VERSION, "brain.Event:2".getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Start a new event file in {@code folder}. A resumed run opens another; TensorBoard joins the files of a folder.
     */
    public static TensorBoardEvents open(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (int attempt = 0; ; attempt++) {
            Path file = folder.resolve("events.out.tfevents.%d.%s.%d.%d"
                    .formatted(
                            System.currentTimeMillis() / 1000,
                            host(),
                            ProcessHandle.current().pid(),
                            attempt));
            if (!Files.exists(file)) {
                return new TensorBoardEvents(file);
            }
        }
    }

    /** The file being written. */
    public Path file() {
        return file;
    }

    /**
     * Add one point to each named curve.
     *
     * @param step for example the epoch
     */
    public void scalars(long step, Map<String, Double> values) throws IOException {
        Message summary = new Message();
        values.forEach((tag, value) -> summary.bytes(
                VALUE,
                new Message()
                        .bytes(TAG, tag.getBytes(StandardCharsets.UTF_8))
                        .float32(SIMPLE_VALUE, value.floatValue())
                        .toBytes()));
        record(event(step).bytes(SUMMARY, summary.toBytes()));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static Message event(long step) {
        return new Message()
                .float64(WALL_TIME, System.currentTimeMillis() / 1000.0)
                .varint(STEP, step);
    }

    private void record(Message message) throws IOException {
        ByteBuffer frame = frame(message.toBytes());
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    /** A TFRecord: length (8 bytes), its masked CRC-32C, the bytes, theirs; little endian. */
    static ByteBuffer frame(byte[] bytes) {
        ByteBuffer frame = ByteBuffer.allocate(bytes.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        frame.putLong(bytes.length);
        frame.putInt(masked(frame.array(), 0, 8));
        frame.put(bytes);
        frame.putInt(masked(bytes, 0, bytes.length));
        return frame.flip();
    }

    /** The CRC-32C rotated right by 15 bits plus {@link #MASK}. */
    static int masked(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // only a part of the file's name
        }
    }

    /** A protocol buffer message under construction. */
    private static final class Message {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message varint(int key, long value) {
            number(key);
            number(value);
            return this;
        }

        Message float64(int key, double value) {
            number(key);
            out.writeBytes(little(8).putDouble(value).array());
            return this;
        }

        Message float32(int key, float value) {
            number(key);
            out.writeBytes(little(4).putFloat(value).array());
            return this;
        }

        Message bytes(int key, byte[] value) {
            number(key);
            number(value.length);
            out.writeBytes(value);
            return this;
        }

        byte[] toBytes() {
            return out.toByteArray();
        }

        private void number(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        private static ByteBuffer little(int size) {
            return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
