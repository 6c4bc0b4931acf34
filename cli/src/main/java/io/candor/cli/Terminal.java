package io.candor.cli;

import io.candor.run.Progress;
import io.candor.run.RunListener;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Shows how a run goes: one line that rewrites itself where a person watches, and a plain line every few seconds where
 * the output goes into a file.
 */
final class Terminal implements RunListener {

    private static final int BAR = 20;
    private static final long LIVE_NANOS = 200_000_000L;
    private static final long PLAIN_NANOS = 5_000_000_000L;

    private final PrintWriter out;
    private final Kind kind;
    private long shownAt = System.nanoTime() - PLAIN_NANOS;
    private String shownStage = "";
    private int shownWidth;

    /** What reads the output. */
    enum Kind {
        /** A screen that understands carriage returns. */
        LIVE,
        /** A file or another program. */
        PLAIN
    }

    Terminal(PrintWriter out, Kind kind) {
        this.out = out;
        this.kind = kind;
    }

    /** The kind of this process' standard output. */
    @SuppressWarnings("SystemConsoleNull") // never null from JDK 22 on, hence isTerminal
    static Kind detect() {
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        return !dumb && System.console() != null && isTerminal(System.console()) ? Kind.LIVE : Kind.PLAIN;
    }

    @Override
    public synchronized void say(String line) {
        erase();
        out.println(line);
        out.flush();
    }

    @Override
    public synchronized void progress(Progress progress) {
        long now = System.nanoTime();
        boolean last = progress.done() >= progress.total();
        boolean newStage = !progress.stage().equals(shownStage);
        long pause = kind == Kind.LIVE ? LIVE_NANOS : PLAIN_NANOS;
        if (!last && !newStage && now - shownAt < pause) {
            return;
        }
        shownAt = now;
        shownStage = progress.stage();
        show(line(progress), last);
    }

    private void show(String line, boolean last) {
        if (kind == Kind.PLAIN) {
            out.println(line);
        } else {
            out.print("\r" + line + " ".repeat(Math.max(0, shownWidth - line.length())));
            shownWidth = line.length();
            if (last) {
                out.println();
                shownWidth = 0;
            }
        }
        out.flush();
    }

    private String line(Progress progress) {
        StringBuilder line = new StringBuilder(progress.stage());
        if (kind == Kind.LIVE) {
            int filled = progress.total() == 0 ? BAR : (int) ((long) BAR * progress.done() / progress.total());
            line.append(" [")
                    .append("#".repeat(filled))
                    .append(".".repeat(BAR - filled))
                    .append(']');
        }
        line.append(" %d/%d".formatted(progress.done(), progress.total()));
        progress.facts().forEach(fact -> line.append("  ").append(fact));
        progress.imagesPerSecond().ifPresent(rate -> line.append(String.format(Locale.ROOT, "  %.1f img/s", rate)));
        progress.secondsLeft().ifPresent(seconds -> line.append("  ETA ").append(duration(seconds)));
        return line.toString();
    }

    /** Hours, minutes and seconds: "1:02:03" or "2:03". */
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        return whole >= 3600
                ? "%d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60)
                : "%d:%02d".formatted(whole / 60, whole % 60);
    }

    private void erase() {
        if (shownWidth > 0) {
            out.print("\r" + " ".repeat(shownWidth) + "\r");
            shownWidth = 0;
        }
    }

    /** Before JDK 22 a console is a terminal; since then its method isTerminal tells. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJdk) {
            return true;
        }
    }
}
