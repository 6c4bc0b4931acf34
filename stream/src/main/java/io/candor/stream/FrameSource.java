package io.candor.stream;

import java.util.Optional;

/** Where frames come from: a file, a camera, a stream of the network. Used by one thread. */
public interface FrameSource extends AutoCloseable {

    /** Opens the source, or opens it again after it was lost. */
    void open() throws SourceLost;

    /**
     * The next frame, waiting for it; empty at the end.
     *
     * @throws SourceLost if a live source stops to deliver, or a file is damaged
     */
    Optional<VideoFrame> next() throws SourceLost;

    /** True if frames come by themselves and cannot wait. */
    boolean live();

    /** Frames per second the source announces; 0 if it announces none. */
    double frameRate();

    /** As users know it. */
    String name();

    @Override
    void close();
}
