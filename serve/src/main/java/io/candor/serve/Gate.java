package io.candor.serve;

import io.candor.serve.Route.Access;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who gets in: those with a key, by the name this server has, while it is not stopping. */
final class Gate {

    private final Endpoint endpoint;
    private final ApiKeys keys;
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final AtomicBoolean stopping = new AtomicBoolean();

    Gate(Endpoint endpoint, ApiKeys keys) {
        this.endpoint = endpoint;
        this.keys = keys;
    }

    /** From now on it is said that requests should go elsewhere; those that come are still let in. */
    void leave() {
        leaving.set(true);
    }

    /** From now on only health is told. */
    void stop() {
        leaving.set(true);
        stopping.set(true);
    }

    /** Whether requests should come here. */
    boolean isReady() {
        return !leaving.get();
    }

    /** @throws Problem 401, 403 or 503 if the request is not let in */
    void check(Context context, Access access) {
        if (endpoint.isLoopback() && keys.isEmpty() && !isNamedLoopback(context)) {
            throw new Problem(
                    403,
                    "This server is for this machine alone: ask for http://127.0.0.1 or http://localhost, not for '%s'."
                            .formatted(context.header("Host")));
        }
        if (access == Access.OPEN) {
            return;
        }
        if (stopping.get()) {
            context.header("Connection", "close");
            throw Problem.unavailable("The server is stopping.", Duration.ofSeconds(1));
        }
        boolean admitted = keys.admits(
                Optional.ofNullable(context.header("Authorization")), Optional.ofNullable(context.header("X-API-Key")));
        if (!admitted) {
            context.header("WWW-Authenticate", "Bearer");
            throw new Problem(401, "An API key is needed: Authorization: Bearer KEY, or X-API-Key: KEY.");
        }
    }

    /**
     * A page of another host, open in a browser on this machine, may reach this server by giving its own name this
     * machine's address (DNS rebinding); the Host header shows it.
     */
    private static boolean isNamedLoopback(Context context) {
        String host = context.req().getServerName();
        return host == null || Endpoint.isLoopback(host.toLowerCase(Locale.ROOT));
    }
}
