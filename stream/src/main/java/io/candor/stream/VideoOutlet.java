package io.candor.stream;

import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.draw.Annotation;
import io.candor.data.draw.BoxPainter;
import io.candor.infer.DetectedObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;

/** Judged frames as H.264 video with boxes and captions on them: an mp4 file, or a stream to an RTSP server. */
public final class VideoOutlet implements Outlet {

    /** FFmpeg's own H.264 encoder is GPL and not in the library; asking for it would silently give MPEG-4. */
    static final String ENCODER = "libopenh264";

    private static final double USUAL_RATE = 25;

    private final String target;
    private final Optional<Path> file;
    private final DoubleSupplier announced;
    private final Pace pace;
    private Optional<Path> draft = Optional.empty();
    private FFmpegFrameRecorder recorder;
    private long first;
    private long written;
    private double frameRate;

    private VideoOutlet(String target, Optional<Path> file, DoubleSupplier announced, Pace pace) {
        this.target = target;
        this.file = file;
        this.announced = announced;
        this.pace = pace;
    }

    /**
     * An mp4 file, which appears under its name once it is whole.
     *
     * @param frameRate of the source, asked for at the first frame; 0 if unknown
     * @param pace of the stream: frames of live sources keep their times, those of files their distances
     */
    public static VideoOutlet file(Path file, DoubleSupplier frameRate, Pace pace) {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".mp4")) {
            throw new InvalidInput("options", "--video %s: videos are written as .mp4.".formatted(file));
        }
        return new VideoOutlet(file.toString(), Optional.of(file), frameRate, pace);
    }

    /** A stream to an RTSP server that accepts it. */
    public static VideoOutlet rtsp(String address, DoubleSupplier frameRate) {
        if (!address.startsWith("rtsp://")) {
            throw new InvalidInput("options", "--publish %s: give rtsp://host:port/name.".formatted(address));
        }
        return new VideoOutlet(address, Optional.empty(), frameRate, Pace.NEWEST);
    }

    @Override
    public void accept(JudgedFrame judged) throws IOException {
        Image painted = BoxPainter.paint(
                judged.frame().image(),
                judged.objects().stream().map(VideoOutlet::annotation).toList());
        try {
            if (recorder == null) {
                open(painted);
                first = judged.frame().captured();
            }
            recorder.setTimestamp(microseconds(judged));
            recorder.record(frame(painted), avutil.AV_PIX_FMT_BGR24);
            written++;
        } catch (FrameRecorder.Exception e) {
            throw new IOException("%s cannot be written (%s)".formatted(target, e.getMessage()), e);
        }
    }

    private long microseconds(JudgedFrame judged) {
        long steady = Math.round(written * 1e6 / frameRate);
        long real = (judged.frame().captured() - first) / 1000;
        return pace == Pace.EVERY ? steady : Math.max(real, recorder.getTimestamp() + 1000);
    }

    private static Annotation annotation(TrackedObject tracked) {
        DetectedObject object = tracked.object();
        StringBuilder caption = new StringBuilder();
        tracked.track().ifPresent(track -> caption.append('#').append(track).append(' '));
        caption.append(String.format(Locale.ROOT, "%s %.2f", object.className(), object.bestConfidence()));
        object.decision()
                .ifPresent(
                        decision -> caption.append(' ').append(decision.name().toLowerCase(Locale.ROOT)));
        return Annotation.of(object.detection(), caption.toString());
    }

    private void open(Image picture) throws FrameRecorder.Exception, IOException {
        if (avcodec.avcodec_find_encoder_by_name(ENCODER) == null) {
            throw new IOException("%s cannot be written: this FFmpeg has no encoder %s".formatted(target, ENCODER));
        }
        VideoSource.quiet();
        double rate = announced.getAsDouble();
        frameRate = rate > 0 && rate <= 240 ? rate : USUAL_RATE;
        String location = target;
        if (file.isPresent()) {
            Path place = file.get().toAbsolutePath();
            Files.createDirectories(place.getParent());
            draft = Optional.of(place.resolveSibling("." + place.getFileName() + ".part"));
            location = draft.get().toString();
        }
        recorder = new FFmpegFrameRecorder(location, even(picture.width()), even(picture.height()));
        recorder.setFormat(file.isPresent() ? "mp4" : "rtsp");
        recorder.setVideoCodecName(ENCODER);
        recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
        recorder.setFrameRate(frameRate);
        recorder.setVideoBitrate(bitRate(picture));
        recorder.setGopSize((int) Math.ceil(frameRate));
        if (file.isEmpty()) {
            recorder.setOption("rtsp_transport", "tcp");
        }
        recorder.start();
    }

    /** A tenth of a bit per pixel: boxes stay sharp at the file sizes of a usual camera recording. */
    private int bitRate(Image picture) {
        return (int) Math.max(200_000, .1 * frameRate * picture.width() * picture.height());
    }

    /** Pictures of another size than the first are scaled by the recorder; odd sizes lose a line, as H.264 needs. */
    private static int even(int size) {
        return Math.max(2, size - size % 2);
    }

    static Frame frame(Image image) {
        Frame frame = new Frame(image.width(), image.height(), Frame.DEPTH_UBYTE, Image.CHANNELS);
        ByteBuffer pixels = (ByteBuffer) frame.image[0];
        int row = image.width() * Image.CHANNELS;
        for (int y = 0; y < image.height(); y++) {
            pixels.position(y * frame.imageStride);
            pixels.put(image.bgr(), y * row, row);
        }
        pixels.position(0);
        return frame;
    }

    @Override
    public void close() throws IOException {
        if (recorder == null) {
            return;
        }
        try {
            recorder.close();
        } catch (FrameRecorder.Exception e) {
            throw new IOException("%s cannot be finished (%s)".formatted(target, e.getMessage()), e);
        } finally {
            recorder = null;
        }
        if (draft.isPresent() && written > 0) {
            Files.move(draft.get(), file.orElseThrow(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Frames written. */
    public long written() {
        return written;
    }
}
