package io.candor.cli;

import io.candor.data.InvalidInput;
import io.candor.serve.Feed;
import io.candor.stream.EventFilter;
import io.candor.stream.EventTexts;
import io.candor.stream.FrameSource;
import io.candor.stream.LiveStream;
import io.candor.stream.RepeatedFile;
import io.candor.stream.StreamListener;
import io.candor.stream.StreamOptions;
import io.candor.stream.VideoAddress;
import io.candor.stream.VideoSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A camera, a stream of the network or a video file that the server judges.
 *
 * @param name clients know it by; they do not learn its address
 */
record ServedStream(String name, VideoAddress address) implements Feed {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** @throws InvalidInput if the address is none, or this build has no FFmpeg in it */
    static ServedStream of(String name, String address) {
        try {
            Class.forName("org.bytedeco.javacv.FFmpegFrameGrabber", false, ServedStream.class.getClassLoader());
        } catch (ClassNotFoundException absent) {
            throw new InvalidInput(
                    "serve-stream",
                    "The stream '%s' needs FFmpeg, which this build leaves out (the image is one). Serve streams from a source checkout or put the libraries javacv and ffmpeg on the class path."
                            .formatted(name),
                    absent);
        }
        return new ServedStream(name, VideoAddress.of(address));
    }

    @Override
    public void run(Desk desk) throws InterruptedException {
        FrameSource source = address.live() ? new VideoSource(address, PATIENCE) : new RepeatedFile(address);
        LiveStream stream = new LiveStream(
                desk::detect,
                Optional.empty(),
                List.of(new EventTexts(json -> desk.tell("frame", json), EventFilter.EVERY, name)),
                telling(desk));
        stream.run(source, StreamOptions.of(source), Thread.currentThread()::isInterrupted);
    }

    private static StreamListener telling(Desk desk) {
        return new StreamListener() {
            @Override
            public void lost(String reason) {
                desk.lost(reason);
            }

            @Override
            public void found(String source, int attempts) {
                desk.found(attempts);
            }

            @Override
            public void dropped(long frames) {
                desk.dropped(frames);
            }
        };
    }
}
