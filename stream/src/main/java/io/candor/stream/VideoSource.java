package io.candor.stream;

import io.candor.data.Image;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;

/**
 * Video by FFmpeg: any file, camera or stream it can read.
 *
 * <p>Live sources are read with one decoder thread and without buffering: each further thread of the H.264 decoder keeps
 * a frame back, which costs more than it gains at camera rates.
 */
public final class VideoSource implements FrameSource {

    static {
        quiet();
    }

    private final VideoAddress address;
    private final Duration timeout;
    private FFmpegFrameGrabber grabber;
    private long number;

    /**
     * A source that is not open yet.
     *
     * @param timeout longest wait for a source of the network to answer or to deliver
     */
    public VideoSource(VideoAddress address, Duration timeout) {
        this.address = address;
        this.timeout = timeout;
    }

    @Override
    public void open() throws SourceLost {
        close();
        FFmpegFrameGrabber opening = new FFmpegFrameGrabber(address.location());
        opening.setPixelFormat(avutil.AV_PIX_FMT_BGR24);
        if (address.live()) {
            configureLive(opening);
        }
        try {
            opening.start();
        } catch (FrameGrabber.Exception e) {
            release(opening);
            throw new SourceLost("%s cannot be opened (%s)".formatted(name(), reason(e)), e);
        }
        if (opening.getImageWidth() < 1) {
            release(opening);
            throw new SourceLost(name() + " has no video in it");
        }
        grabber = opening;
    }

    private void configureLive(FFmpegFrameGrabber opening) {
        long microseconds = timeout.toNanos() / 1000;
        withoutDelay(opening);
        if (address.kind() == VideoAddress.Kind.CAMERA) {
            opening.setFormat("v4l2");
            return;
        }
        opening.setOption("timeout", Long.toString(microseconds)); // of connecting and of every read
        opening.setOption("rw_timeout", Long.toString(microseconds));
    }

    /** FFmpeg tells its thoughts to standard error unless told not to; what matters comes as exceptions. */
    static void quiet() {
        avutil.av_log_set_level(avutil.AV_LOG_FATAL);
    }

    /** Nothing is kept back: not by the receiver, not by the decoder, not to look ahead. */
    static void withoutDelay(FFmpegFrameGrabber opening) {
        opening.setVideoOption("threads", "1");
        opening.setOption("fflags", "nobuffer");
        opening.setOption("flags", "low_delay");
        opening.setOption("probesize", "32768");
        opening.setOption("analyzeduration", "0");
        opening.setOption("rtsp_transport", "tcp");
    }

    @Override
    public Optional<VideoFrame> next() throws SourceLost {
        if (grabber == null) {
            throw new IllegalStateException("the source is not open");
        }
        Frame frame;
        try {
            frame = grabber.grabImage();
        } catch (FrameGrabber.Exception e) {
            throw new SourceLost("%s stopped (%s)".formatted(name(), reason(e)), e);
        }
        if (frame == null) {
            return Optional.empty();
        }
        long now = System.nanoTime();
        return Optional.of(new VideoFrame(image(frame), number++, now));
    }

    /** A copy: FFmpeg writes the next frame over this one. */
    static Image image(Frame frame) {
        int width = frame.imageWidth;
        int height = frame.imageHeight;
        byte[] bgr = new byte[width * height * Image.CHANNELS];
        ByteBuffer pixels = ((ByteBuffer) frame.image[0]).duplicate();
        int row = width * Image.CHANNELS;
        for (int y = 0; y < height; y++) {
            pixels.position(y * frame.imageStride);
            pixels.get(bgr, y * row, row);
        }
        return new Image(width, height, bgr);
    }

    @Override
    public boolean live() {
        return address.live();
    }

    @Override
    public double frameRate() {
        return grabber == null ? 0 : grabber.getVideoFrameRate();
    }

    @Override
    public String name() {
        return address.shown();
    }

    @Override
    public void close() {
        if (grabber != null) {
            release(grabber);
            grabber = null;
        }
    }

    static void release(FFmpegFrameGrabber finished) {
        try {
            finished.close();
        } catch (FrameGrabber.Exception e) {
            throw new IllegalStateException("FFmpeg could not free a source of video", e);
        }
    }

    /** FFmpeg's own words without the frame of JavaCV's. */
    private static String reason(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        return message.replaceFirst("^(\\w+\\(\\) error )(-?\\d+): .*? \\(.*$", "FFmpeg error $2")
                .replaceFirst("^avformat_open_input\\(\\) error (-?\\d+): .*", "FFmpeg error $1");
    }
}
