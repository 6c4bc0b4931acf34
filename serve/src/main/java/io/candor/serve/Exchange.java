package io.candor.serve;

import io.javalin.http.Context;
import java.util.UUID;
import java.util.regex.Pattern;

/** One request from arrival to answer: what is logged about it. */
final class Exchange {

    private static final String KEY = "candor.exchange";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private final String id;
    private final long arrived = System.nanoTime();
    private String model = "";
    private int objects = -1;
    private String error = "";
    private boolean lasting;

    private Exchange(String id) {
        this.id = id;
    }

    /** Begins; the client's own id is kept if it can stand in a log. */
    static Exchange begin(Context context) {
        String given = context.header("X-Request-Id");
        Exchange exchange = new Exchange(
                given != null && ID.matcher(given).matches()
                        ? given
                        : UUID.randomUUID().toString());
        context.attribute(KEY, exchange);
        context.header("X-Request-Id", exchange.id);
        return exchange;
    }

    /** The one under way; null before it has begun. */
    static Exchange of(Context context) {
        return context.attribute(KEY);
    }

    String id() {
        return id;
    }

    /** Nanoseconds since it began. */
    long nanos() {
        return System.nanoTime() - arrived;
    }

    void asked(Model asked) {
        model = asked.name() + "/" + asked.version();
    }

    void found(int count) {
        objects = count;
    }

    void failed(String reason) {
        error = reason;
    }

    /** It goes on for as long as the client listens, so its time says nothing. */
    void lasts() {
        lasting = true;
    }

    boolean isLasting() {
        return lasting;
    }

    String model() {
        return model;
    }

    /** Number of objects; -1 if none were sought. */
    int objects() {
        return objects;
    }

    String error() {
        return error;
    }
}
