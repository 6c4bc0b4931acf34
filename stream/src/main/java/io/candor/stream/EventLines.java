package io.candor.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Clock;

/** Judged frames as JSON, one a line, each written through at once. */
public final class EventLines implements Outlet {

    private final Writer writer;
    private final EventFilter filter;
    private final EventJson json;

    /**
     * Lines to a writer, which is closed in the end.
     *
     * @param source name of the source in every line
     */
    public EventLines(Writer writer, EventFilter filter, String source) {
        this.writer = writer;
        this.filter = filter;
        this.json = new EventJson(source, Clock.systemUTC());
    }

    @Override
    public void accept(JudgedFrame frame) throws IOException {
        if (filter.takes(frame)) {
            try {
                writer.write(json.line(frame) + "\n");
                writer.flush();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
