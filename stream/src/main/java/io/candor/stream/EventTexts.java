package io.candor.stream;

import java.time.Clock;
import java.util.function.Consumer;

/** Judged frames as JSON texts for a program that passes them on. */
public final class EventTexts implements Outlet {

    private final Consumer<String> receiver;
    private final EventFilter filter;
    private final EventJson json;

    /**
     * Texts to a receiver that does not wait.
     *
     * @param source name of the source in every text
     */
    public EventTexts(Consumer<String> receiver, EventFilter filter, String source) {
        this.receiver = receiver;
        this.filter = filter;
        this.json = new EventJson(source, Clock.systemUTC());
    }

    @Override
    public void accept(JudgedFrame frame) {
        if (filter.takes(frame)) {
            receiver.accept(json.line(frame));
        }
    }
}
