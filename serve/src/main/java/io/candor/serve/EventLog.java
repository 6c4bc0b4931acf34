package io.candor.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Who is told what the server does. */
public interface EventLog {

    /** Nobody. */
    EventLog NONE = (event, facts) -> {};

    /**
     * Something happened.
     *
     * @param event what, one word
     * @param facts texts and numbers
     */
    void write(String event, Map<String, ?> facts);

    /** One JSON object per line, with the time and the event first. */
    static EventLog json(PrintStream out) {
        ObjectMapper json = new ObjectMapper();
        return (event, facts) -> {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("time", Instant.now().toString());
            line.put("event", event);
            line.putAll(facts);
            try {
                out.println(json.writeValueAsString(line));
            } catch (JsonProcessingException impossible) {
                throw new IllegalArgumentException("only texts and numbers are facts: " + facts, impossible);
            }
        };
    }

    /** From now on warnings of the libraries come here too, as event {@code library}, and nowhere else. */
    static void adoptLoggers(EventLog log) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.setLevel(Level.WARNING);
        root.addHandler(new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (isLoggable(line)) {
                    String thrown = line.getThrown() == null ? "" : ": " + line.getThrown();
                    log.write(
                            "library",
                            Map.of(
                                    "level", line.getLevel().getName(),
                                    "logger", String.valueOf(line.getLoggerName()),
                                    "message", line.getMessage() + thrown));
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }
}
