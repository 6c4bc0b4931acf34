package io.candor.data.read;

/** An image file that cannot be decoded as a whole. Training skips such a file and names it once. */
public final class UnreadableImage extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final String file;
    private final String reason;

    UnreadableImage(Fault fault, String file, String reason) {
        super(file + ": " + reason);
        this.fault = fault;
        this.file = file;
        this.reason = reason;
    }

    /**
     * @param file path or name
     * @param reason what is wrong, without the file's name
     */
    public UnreadableImage(String file, String reason) {
        this(Fault.UNREADABLE_IMAGE, file, reason);
    }

    /** {@link Fault#TRUNCATED_IMAGE} for a file cut short, else {@link Fault#UNREADABLE_IMAGE}. */
    public Fault fault() {
        return fault;
    }

    public String file() {
        return file;
    }

    public String reason() {
        return reason;
    }
}
