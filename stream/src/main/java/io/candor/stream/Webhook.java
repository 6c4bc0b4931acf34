package io.candor.stream;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Posts events to an address of the operator's choice, from a thread of its own. A slow receiver never delays a
 * decision: events that find the queue full are dropped and counted, failed ones tried three times.
 */
public final class Webhook implements Outlet {

    private static final int WAITING = 100;
    private static final int ATTEMPTS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final URI address;
    private final EventFilter filter;
    private final EventJson json;
    private final BlockingQueue<Optional<String>> queue = new ArrayBlockingQueue<>(WAITING);
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Thread sender;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    /**
     * A webhook whose thread is running.
     *
     * @param source name of the source in every event
     * @throws InvalidInput if the address is not http or https
     */
    public Webhook(String address, EventFilter filter, String source) {
        this.address = checked(address);
        this.filter = filter;
        this.json = new EventJson(source, Clock.systemUTC());
        this.sender = new Thread(this::send, "webhook");
        sender.setDaemon(true);
        sender.start();
    }

    private static URI checked(String text) {
        try {
            URI uri = URI.create(text);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw refused(text, e);
        }
        throw refused(text, null);
    }

    private static InvalidInput refused(String text, Throwable cause) {
        return new InvalidInput(
                "options",
                "--webhook %s is no web address. Give http://host/path or https://host/path.".formatted(text),
                cause);
    }

    @Override
    public void accept(JudgedFrame frame) {
        if (filter.takes(frame) && !queue.offer(Optional.of(json.line(frame)))) {
            dropped.incrementAndGet();
        }
    }

    private void send() {
        try {
            Optional<String> event = queue.take();
            while (event.isPresent()) {
                post(event.get());
                event = queue.take();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void post(String event) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (accepted(request)) {
                sent.incrementAndGet();
                return;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis() * attempt);
        }
        failed.incrementAndGet();
    }

    private boolean accepted(HttpRequest request) throws InterruptedException {
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status >= 200 && status < 300;
        } catch (IOException unreachable) {
            return false; // counted by the caller once all attempts are used up
        }
    }

    /** Events delivered, given up and dropped because the queue was full. */
    public String summary() {
        return "Webhook: %d events delivered, %d failed, %d dropped."
                .formatted(sent.get(), failed.get(), dropped.get());
    }

    /** Gives waiting events a few seconds, then drops them. */
    @Override
    public void close() {
        try {
            if (!queue.offer(Optional.empty(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                sender.interrupt();
            }
            sender.join(PATIENCE.toMillis());
            if (sender.isAlive()) {
                sender.interrupt();
                sender.join();
            }
            dropped.addAndGet(queue.stream().filter(Optional::isPresent).count());
        } catch (InterruptedException e) {
            sender.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
