package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardEventsTest {

    @TempDir
    Path folder;

    @Test
    void the_masked_checksum_is_that_of_the_record_format() {
        // CRC-32C of "123456789" is e3069283 (RFC 3720 B.4's polynomial; the usual check value).
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        int rotated = 0xe3069283 >>> 15 | 0xe3069283 << 17;
        assertThat(TensorBoardEvents.masked(digits, 0, 9)).isEqualTo(rotated + 0xa282ead8);
    }

    @Test
    void a_file_holds_its_version_and_the_scalars_in_order() throws IOException {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("train/box_loss", 1.5);
        values.put("metrics/mAP50(B)", 0.25);
        Path file;
        try (TensorBoardEvents events = TensorBoardEvents.open(folder)) {
            file = events.file();
            events.scalars(1, values);
            events.scalars(300, Map.of("val/cls_loss", -2.0));
        }
        assertThat(file.getFileName().toString()).startsWith("events.out.tfevents.");
        List<Event> read = read(Files.readAllBytes(file));
        assertThat(read).hasSize(3);
        assertThat(read.get(0).version).isEqualTo("brain.Event:2");
        assertThat(read.get(1).step).isEqualTo(1);
        assertThat(read.get(1).scalars)
                .containsExactly(Map.entry("train/box_loss", 1.5f), Map.entry("metrics/mAP50(B)", 0.25f));
        assertThat(read.get(2).step).isEqualTo(300);
        assertThat(read.get(2).scalars).containsExactly(Map.entry("val/cls_loss", -2f));
        assertThat(read.get(2).time)
                .isCloseTo(System.currentTimeMillis() / 1000.0, org.assertj.core.api.Assertions.within(60.0));
    }

    @Test
    void a_second_run_in_the_folder_gets_a_file_of_its_own() throws IOException {
        try (TensorBoardEvents one = TensorBoardEvents.open(folder);
                TensorBoardEvents two = TensorBoardEvents.open(folder)) {
            assertThat(two.file()).isNotEqualTo(one.file()).exists();
        }
    }

    private static final class Event {
        double time;
        long step;
        String version = "";
        final Map<String, Float> scalars = new LinkedHashMap<>();
    }

    /** An independent reader: checks every frame's checksums bit by bit, then the fields by their numbers. */
    private static List<Event> read(byte[] bytes) {
        List<Event> events = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            byte[] length = new byte[8];
            in.get(length);
            assertThat(in.getInt()).isEqualTo(slowMasked(length));
            byte[] body = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            in.get(body);
            assertThat(in.getInt()).isEqualTo(slowMasked(body));
            events.add(event(ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN)));
        }
        return events;
    }

    private static int slowMasked(byte[] bytes) {
        int crc = -1;
        for (byte b : bytes) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ 0x82f63b78 : crc >>> 1; // Castagnoli's polynomial, reflected
            }
        }
        crc = ~crc;
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    private static Event event(ByteBuffer in) {
        Event event = new Event();
        while (in.hasRemaining()) {
            switch (in.get()) {
                case 0x09 -> event.time = in.getDouble();
                case 0x10 -> event.step = varint(in);
                case 0x1a -> event.version = text(in);
                case 0x2a -> summary(part(in), event);
                default -> throw new AssertionError("unexpected field in Event");
            }
        }
        return event;
    }

    private static void summary(ByteBuffer in, Event event) {
        while (in.hasRemaining()) {
            assertThat(in.get()).isEqualTo((byte) 0x0a);
            ByteBuffer value = part(in);
            assertThat(value.get()).isEqualTo((byte) 0x0a);
            String tag = text(value);
            assertThat(value.get()).isEqualTo((byte) 0x15);
            event.scalars.put(tag, value.getFloat());
        }
    }

    private static ByteBuffer part(ByteBuffer in) {
        int length = (int) varint(in);
        ByteBuffer part = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + length);
        return part;
    }

    private static String text(ByteBuffer in) {
        return StandardCharsets.UTF_8.decode(part(in)).toString();
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }
}
