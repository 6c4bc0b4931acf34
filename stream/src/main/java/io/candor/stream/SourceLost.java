package io.candor.stream;

/** A source of video cannot be opened or has stopped to deliver. */
public final class SourceLost extends Exception {

    private static final long serialVersionUID = 1L;

    public SourceLost(String message) {
        super(message);
    }

    public SourceLost(String message, Throwable cause) {
        super(message, cause);
    }
}
