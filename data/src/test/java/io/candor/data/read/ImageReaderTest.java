package io.candor.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.candor.data.Image;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReaderTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tif", "tiff", "jpg", "webp"})
    void every_format_keeps_size_and_roughly_its_pixels(String extension) {
        Image image = TestData.cornered(67, 41);
        Path file = TestData.bytes(folder.resolve("x." + extension), ImageWriter.encode(image, extension));
        assertThat(ImageReader.size(file)).isEqualTo(new Size(67, 41));
        Image back = ImageReader.read(file);
        assertThat(back.width()).isEqualTo(67);
        assertThat(meanDifference(image, back)).isLessThan(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tif"})
    void formats_without_loss_return_every_byte(String extension) {
        Image image = TestData.picture(31, 37, 5);
        Image back = ImageReader.decode(ImageWriter.encode(image, extension), "x");
        assertThat(back.bgr()).isEqualTo(image.bgr());
    }

    /** Which corner the bright patch (a quarter of the width, half the height) is shown in, after CIPA DC-008. */
    @ParameterizedTest
    @CsvSource({
        "1, left, top, false", "2, right, top, false", "3, right, bottom, false", "4, left, bottom, false",
        "5, left, top, true", "6, right, top, true", "7, right, bottom, true", "8, left, bottom, true"
    })
    void jpeg_is_turned_as_its_exif_orientation_asks(int tag, String side, String edge, boolean swapped) {
        byte[] jpeg = TestData.oriented(ImageWriter.encode(TestData.cornered(64, 32), "jpg"), tag);
        Path file = TestData.bytes(folder.resolve("x.jpg"), jpeg);
        Image upright = ImageReader.read(file);
        Size size = swapped ? new Size(32, 64) : new Size(64, 32);
        assertThat(ImageReader.size(file)).isEqualTo(size);
        assertThat(new Size(upright.width(), upright.height())).isEqualTo(size);
        int x = side.equals("left") ? 2 : size.width() - 3;
        int y = edge.equals("top") ? 2 : size.height() - 3;
        assertThat(grey(upright, x, y)).isGreaterThan(180);
        assertThat(grey(upright, size.width() - 1 - x, y)).isLessThan(80);
        assertThat(grey(upright, x, size.height() - 1 - y)).isLessThan(80);
        // the patch is 16 x 16 of 64 x 32: along the long axis it ends before the middle
        assertThat(grey(upright, swapped ? x : size.width() / 2, swapped ? size.height() / 2 : y))
                .isLessThan(80);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void tiff_png_and_webp_are_turned_as_jpeg_is(int tag) throws IOException {
        Image stored = TestData.picture(24, 16, 9);
        Image expected = Orientation.of(tag).apply(stored);
        byte[] tiff = TestImages.tiff(stored, tag);
        assertSame(ImageReader.decode(tiff, "x.tif"), expected);
        assertSame(ImageReader.decode(TestImages.png(stored, tag), "x.png"), expected);
        byte[] webp = TestImages.webp(stored, tag);
        Image lossy = ImageReader.decode(ImageWriter.encode(stored, "webp"), "plain.webp");
        assertSame(ImageReader.decode(webp, "x.webp"), Orientation.of(tag).apply(lossy));
        assertThat(ImageReader.size(TestData.bytes(folder.resolve("x.webp"), webp)))
                .isEqualTo(new Size(expected.width(), expected.height()));
        assertThat(ImageReader.size(TestData.bytes(folder.resolve("x.tif"), tiff)))
                .isEqualTo(new Size(expected.width(), expected.height()));
    }

    @Test
    void grey_sixteen_bit_and_alpha_become_eight_bit_colour() throws IOException {
        BufferedImage single = new BufferedImage(20, 12, BufferedImage.TYPE_BYTE_GRAY);
        single.getRaster().setSample(5, 6, 0, 0x80);
        Image grey = ImageReader.decode(bytes(single, "png"), "g");
        assertThat(grey.bgr()).hasSize(20 * 12 * 3);
        assertThat(grey(grey, 5, 6)).isEqualTo(0x80);

        BufferedImage deep = new BufferedImage(20, 12, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(3, 4, 0, 0x8000);
        deep.getRaster().setSample(4, 4, 0, 0x00ff);
        Image shallow = ImageReader.decode(bytes(deep, "png"), "d");
        assertThat(grey(shallow, 3, 4)).isEqualTo(0x80);
        assertThat(grey(shallow, 4, 4)).isLessThanOrEqualTo(1);

        Image opaque = ImageReader.decode(png(new BufferedImage(20, 12, BufferedImage.TYPE_INT_ARGB), 0x80ff0000), "a");
        assertThat(Arrays.copyOf(opaque.bgr(), 3)).containsExactly(0, 0, (byte) 255); // blue green red
    }

    @Test
    void jpeg_in_cmyk_becomes_colour() throws IOException {
        Image image = ImageReader.decode(cmykJpeg(32, 32), "cmyk.jpg");
        assertThat(image.bgr()).hasSize(32 * 32 * 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "webp", "bmp", "tif"})
    void a_file_cut_short_is_refused_by_size_and_by_read(String extension) {
        byte[] whole = ImageWriter.encode(TestData.picture(320, 240, 1), extension);
        for (double share : new double[] {0.999, 0.7, 0.3}) {
            Path cut = TestData.bytes(
                    folder.resolve("cut." + extension), Arrays.copyOf(whole, (int) (share * whole.length)));
            UnreadableImage sized = catchThrowableOfType(UnreadableImage.class, () -> ImageReader.size(cut));
            UnreadableImage read = catchThrowableOfType(UnreadableImage.class, () -> ImageReader.read(cut));
            assertThat(sized).as("%s at %s", extension, share).isNotNull();
            assertThat(sized.fault()).isEqualTo(Fault.TRUNCATED_IMAGE);
            assertThat(read.file()).isEqualTo(cut.toString());
            assertThat(read.reason()).contains("cut short");
        }
    }

    @Test
    void bytes_after_the_end_of_a_jpeg_or_png_do_no_harm() {
        for (String extension : new String[] {"jpg", "png"}) {
            byte[] whole = ImageWriter.encode(TestData.picture(320, 240, 1), extension);
            Path longer = TestData.bytes(folder.resolve("y." + extension), Arrays.copyOf(whole, whole.length + 100));
            assertThat(ImageReader.size(longer)).isEqualTo(new Size(320, 240));
            assertThat(ImageReader.read(longer).width()).isEqualTo(320);
        }
    }

    @Test
    void damaged_pixels_of_a_png_are_refused() {
        byte[] png = ImageWriter.encode(TestData.picture(320, 240, 1), "png");
        png[png.length / 2] ^= 0x55;
        assertThatThrownBy(() -> ImageReader.decode(png, "damaged.png"))
                .isInstanceOf(UnreadableImage.class)
                .hasMessageContaining("damaged.png");
    }

    @Test
    void what_is_no_image_is_refused_with_its_name() {
        Path text = TestData.text(folder.resolve("a.jpg"), "this is no image");
        assertThatThrownBy(() -> ImageReader.size(text)).hasMessageContaining("a.jpg: is not a JPEG");
        Path empty = TestData.bytes(folder.resolve("b.jpg"), new byte[0]);
        assertThatThrownBy(() -> ImageReader.read(empty)).hasMessageContaining("b.jpg: the file is empty");
        assertThatThrownBy(() -> ImageReader.read(folder.resolve("c.jpg")))
                .isInstanceOf(UnreadableImage.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void a_header_beyond_the_first_bytes_is_found() {
        byte[] jpeg = ImageWriter.encode(TestData.picture(50, 40, 1), "jpg");
        byte[] large = jpeg;
        for (int i = 0; i < 3; i++) {
            large = withComment(large, 60_000);
        }
        Path file = TestData.bytes(folder.resolve("large.jpg"), large);
        assertThat(ImageReader.size(file)).isEqualTo(new Size(50, 40));
    }

    static int grey(Image image, int x, int y) {
        return image.bgr()[3 * (y * image.width() + x)] & 0xff;
    }

    private static void assertSame(Image actual, Image expected) {
        assertThat(actual.width()).isEqualTo(expected.width());
        assertThat(actual.bgr()).isEqualTo(expected.bgr());
    }

    private static double meanDifference(Image a, Image b) {
        long sum = 0;
        for (int i = 0; i < a.bgr().length; i++) {
            sum += Math.abs((a.bgr()[i] & 0xff) - (b.bgr()[i] & 0xff));
        }
        return (double) sum / a.bgr().length;
    }

    private static byte[] withComment(byte[] jpeg, int length) {
        byte[] result = new byte[jpeg.length + length + 2];
        System.arraycopy(jpeg, 0, result, 0, 2);
        result[2] = (byte) 0xff;
        result[3] = (byte) 0xfe;
        result[4] = (byte) (length >> 8);
        result[5] = (byte) length;
        System.arraycopy(jpeg, 2, result, length + 4, jpeg.length - 2);
        return result;
    }

    private static byte[] png(BufferedImage image, int argb) throws IOException {
        for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
            image.setRGB(i % image.getWidth(), i / image.getWidth(), argb | (argb >>> 24 == 0 ? 0xff000000 : 0));
        }
        return bytes(image, "png");
    }

    private static byte[] bytes(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private static byte[] cmykJpeg(int width, int height) throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(0, width, height, 4, null);
        javax.imageio.ImageWriter writer =
                ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(new javax.imageio.IIOImage(raster, null, null));
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** Chunks of an animation put before the pixels, and behind them. */
    private static byte[] animated(byte[]... chunks) {
        byte[] png = ImageWriter.encode(TestData.picture(8, 6, 1), "png");
        int pixels = find(png, "IDAT") - 4;
        int end = png.length - 12;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(png, 0, pixels);
        out.writeBytes(chunks[0]);
        out.write(png, pixels, end - pixels);
        for (int i = 1; i < chunks.length; i++) {
            out.writeBytes(chunks[i]);
        }
        out.write(png, end, 12);
        return out.toByteArray();
    }

    private static int find(byte[] png, String name) {
        return new String(png, StandardCharsets.ISO_8859_1).indexOf(name);
    }

    private static byte[] join(byte[]... chunks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(chunks).forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] chunk(String name, int... numbers) {
        ByteBuffer content = ByteBuffer.allocate(4 + 4 * numbers.length + (name.equals("fcTL") ? 6 : 0));
        content.put(name.getBytes(StandardCharsets.ISO_8859_1));
        Arrays.stream(numbers).forEach(content::putInt);
        CRC32 sum = new CRC32();
        sum.update(content.array());
        return ByteBuffer.allocate(content.capacity() + 8)
                .putInt(content.capacity() - 4)
                .put(content.array())
                .putInt((int) sum.getValue())
                .array();
    }

    private static byte[] frame(int sequence, int width, int height, int x, int y) {
        return chunk("fcTL", sequence, width, height, x, y);
    }

    @Test
    void animations_that_contradict_themselves_are_refused() {
        byte[] twoFrames = chunk("acTL", 2, 0);
        byte[] first = frame(0, 8, 6, 0, 0);
        assertRefused(animated(chunk("acTL", 3, 0), first), "announces 3 frames and has 1");
        assertRefused(animated(join(twoFrames, first), frame(2, 8, 6, 0, 0)), "part 1 of it has the number 2");
        assertRefused(animated(join(twoFrames, first), frame(1, 8, 6, 1, 0)), "frame 2 does not lie in the picture");
        assertRefused(animated(join(twoFrames, frame(0, 4, 6, 0, 0))), "the picture itself is of another size");
        assertRefused(animated(first), "it has frames, but is not announced");
        assertRefused(animated(new byte[0], twoFrames), "announced behind the picture");
        assertRefused(animated(chunk("acTL", 0, 0)), "it has no frames");
        assertRefused(animated(join(twoFrames, twoFrames)), "announced twice");
        assertRefused(animated(chunk("acTL", 2)), "4 bytes instead of 8");
        assertRefused(animated(twoFrames, chunk("fdAT", 0)), "pixels before its first frame");
    }

    private static void assertRefused(byte[] png, String words) {
        assertThatThrownBy(() -> ImageReader.decode(png, "animated.png"))
                .isInstanceOf(UnreadableImage.class)
                .hasMessageContaining("animated.png")
                .hasMessageContaining("its animation is damaged")
                .hasMessageContaining(words);
    }

    @Test
    void of_a_sound_animation_the_picture_is_read() {
        byte[] png = animated(join(chunk("acTL", 1, 0), frame(0, 8, 6, 0, 0)));
        assertSame(ImageReader.decode(png, "animated.png"), TestData.picture(8, 6, 1));
    }
}
