package io.candor.stream;

/** Hears what happens to a stream besides its frames; called from the stream's threads. */
public interface StreamListener {

    /** Nobody. */
    StreamListener SILENT = new StreamListener() {};

    /** A live source stopped or could not be opened again; another attempt follows. */
    default void lost(String reason) {}

    /** A lost source delivers again, after so many attempts. */
    default void found(String source, int attempts) {}

    /** So many frames, since this was said last, were replaced by newer ones before they could be judged. */
    default void dropped(long frames) {}

    /** An outlet failed for good and gets no more frames; the stream goes on. */
    default void outletFailed(String reason) {}
}
