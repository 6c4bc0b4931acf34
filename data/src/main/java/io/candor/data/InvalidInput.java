package io.candor.data;

/**
 * Something the user gave cannot be used. The message says where, what was found, what was expected and how to mend
 * it; the command line prints it without a stack trace and exits with 2.
 */
public final class InvalidInput extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String help;

    /**
     * @param help anchor of the section of {@code docs/troubleshooting.md} that explains this error
     * @param message complete sentences for the user
     */
    public InvalidInput(String help, String message) {
        super(message);
        this.help = help;
    }

    public InvalidInput(String help, String message, Throwable cause) {
        super(message, cause);
        this.help = help;
    }

    /** Anchor in {@code docs/troubleshooting.md}. */
    public String help() {
        return help;
    }
}
