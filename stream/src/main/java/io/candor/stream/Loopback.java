package io.candor.stream;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;

/**
 * A source that measures: a camera made of a video file in a process of its own, which draws the time into each frame and
 * sends it as H.264 over RTSP on this machine. Frames are captured at the time drawn into them, so that latencies include
 * encoding, transport and decoding.
 */
public final class Loopback implements FrameSource {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final VideoAddress file;
    private final double frameRate;
    private final String address;
    private FFmpegFrameGrabber grabber;
    private Process camera;
    private long number;
    private long unreadable;

    /**
     * A camera that is off.
     *
     * @param file a video
     * @param frameRate frames per second
     * @throws InvalidInput if the file is no video
     */
    public Loopback(VideoAddress file, double frameRate) {
        if (file.live()) {
            throw new InvalidInput(
                    "stream-source", "%s: a camera for measuring is made of a video file.".formatted(file.shown()));
        }
        try {
            if (LoopbackCamera.frames(file.location()).isEmpty()) {
                throw new InvalidInput("stream-source", "%s has no frames.".formatted(file.text()));
            }
        } catch (FrameGrabber.Exception e) {
            throw new InvalidInput("stream-source", "%s is no video that FFmpeg can read.".formatted(file.text()), e);
        }
        this.file = file;
        this.frameRate = frameRate;
        this.address = "rtsp://127.0.0.1:%d/loopback".formatted(freePort());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port on this machine", e);
        }
    }

    /** Switches the camera on and waits for its first picture. */
    @Override
    public void open() throws SourceLost {
        close();
        FFmpegFrameGrabber opening = new FFmpegFrameGrabber(address);
        opening.setPixelFormat(avutil.AV_PIX_FMT_BGR24);
        opening.setOption("rtsp_flags", "listen");
        opening.setOption("listen_timeout", Long.toString(PATIENCE.toSeconds()));
        VideoSource.withoutDelay(opening);
        try {
            camera = process();
            opening.start();
        } catch (FrameGrabber.Exception e) {
            throw new SourceLost("the loopback camera did not come (%s)".formatted(e.getMessage()), e);
        } catch (IOException e) {
            throw new SourceLost("the loopback camera cannot be started", e);
        }
        grabber = opening;
    }

    private Process process() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                LoopbackCamera.class.getName(),
                file.location(),
                address,
                Double.toString(frameRate));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The next frame whose time can be read. */
    @Override
    public Optional<VideoFrame> next() throws SourceLost {
        try {
            while (true) {
                Frame frame = grabber.grabImage();
                long now = System.nanoTime();
                long clock = Stamp.now();
                if (frame == null) {
                    return Optional.empty();
                }
                VideoFrame decoded = new VideoFrame(VideoSource.image(frame), number++, now);
                OptionalLong age = Stamp.age(decoded.image(), clock);
                if (age.isPresent()) {
                    long captured = now - TimeUnit.MICROSECONDS.toNanos(age.getAsLong());
                    return Optional.of(new VideoFrame(decoded.image(), decoded.number(), captured));
                }
                unreadable++;
            }
        } catch (FrameGrabber.Exception e) {
            throw new SourceLost("the loopback camera stopped", e);
        }
    }

    /** Frames whose time could not be read and which count for nothing. */
    public long unreadable() {
        return unreadable;
    }

    @Override
    public boolean live() {
        return true;
    }

    @Override
    public double frameRate() {
        return frameRate;
    }

    @Override
    public String name() {
        return "loopback camera";
    }

    /** Switches the camera off. */
    @Override
    public void close() {
        if (camera != null) {
            camera.destroyForcibly();
            camera = null;
        }
        if (grabber != null) {
            VideoSource.release(grabber);
            grabber = null;
        }
    }
}
