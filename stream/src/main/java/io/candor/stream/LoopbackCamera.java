package io.candor.stream;

import io.candor.data.Image;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.bytedeco.javacv.FrameRecorder;

/**
 * The process that plays the camera of a {@link Loopback}: a video's frames over and over, the time drawn into each,
 * encoded as H.264 and sent over RTSP at their rate. Ends when its standard input does, that is with the process that
 * started it.
 */
final class LoopbackCamera {

    static final int WIDTH = 640;
    static final int HEIGHT = 480;

    /** A few seconds of video: enough change for the encoder, little memory. */
    private static final int FRAMES = 60;

    private static final int BIT_RATE = 2_000_000;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    private LoopbackCamera() {}

    /** Arguments: video file, RTSP address, frames per second. */
    public static void main(String[] arguments) throws Exception {
        Thread watch = new Thread(LoopbackCamera::endWithParent, "parent");
        watch.setDaemon(true);
        watch.start();
        double frameRate = Double.parseDouble(arguments[2]);
        List<Frame> pictures =
                frames(arguments[0]).stream().map(VideoOutlet::frame).toList();
        send(pictures, connect(arguments[1], frameRate), frameRate);
    }

    private static void endWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            Runtime.getRuntime().halt(0);
        }
        Runtime.getRuntime().halt(0);
    }

    /** The first frames of a video, at the size of the camera. */
    static List<Image> frames(String file) throws FrameGrabber.Exception {
        VideoSource.quiet();
        List<Image> frames = new ArrayList<>();
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file)) {
            grabber.setPixelFormat(avutil.AV_PIX_FMT_BGR24);
            grabber.setImageWidth(WIDTH);
            grabber.setImageHeight(HEIGHT);
            grabber.start();
            Frame frame = grabber.grabImage();
            while (frame != null && frames.size() < FRAMES) {
                frames.add(VideoSource.image(frame));
                frame = grabber.grabImage();
            }
        }
        return frames;
    }

    /** Tries until somebody listens. */
    private static FFmpegFrameRecorder connect(String address, double frameRate) throws Exception {
        long deadline = System.nanoTime() + PATIENCE;
        while (true) {
            FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(address, WIDTH, HEIGHT);
            recorder.setFormat("rtsp");
            recorder.setVideoCodecName(VideoOutlet.ENCODER);
            recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
            recorder.setFrameRate(frameRate);
            recorder.setVideoBitrate(BIT_RATE);
            recorder.setGopSize((int) Math.ceil(frameRate));
            recorder.setOption("rtsp_transport", "tcp");
            try {
                recorder.start();
                return recorder;
            } catch (FrameRecorder.Exception nobodyListens) {
                recorder.release();
                if (System.nanoTime() > deadline) {
                    throw nobodyListens;
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    private static void send(List<Frame> pictures, FFmpegFrameRecorder recorder, double frameRate) throws Exception {
        long started = System.nanoTime();
        for (long number = 0; ; number++) {
            long due = started + Math.round(number * 1e9 / frameRate);
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            Frame picture = pictures.get((int) (number % pictures.size()));
            Stamp.write(picture, Stamp.now());
            recorder.record(picture, avutil.AV_PIX_FMT_BGR24);
        }
    }
}
