package io.candor.serve;

import java.util.Optional;
import java.util.Set;

/**
 * Where the server listens.
 *
 * @param host name or address of the interface
 * @param port 0 for any free one
 * @param tls certificate and key; without, plain HTTP
 */
public record Endpoint(String host, int port, Optional<Tls> tls) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    public Endpoint {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is from 0 to 65535: " + port);
        }
    }

    /** This machine alone, plain HTTP. */
    public static Endpoint loopback(int port) {
        return new Endpoint("127.0.0.1", port, Optional.empty());
    }

    /** True if nobody but this machine can reach it. */
    public boolean isLoopback() {
        return isLoopback(host);
    }

    static boolean isLoopback(String name) {
        return LOOPBACK.contains(name) || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }
}
