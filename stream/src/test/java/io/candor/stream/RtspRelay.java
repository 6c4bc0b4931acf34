package io.candor.stream;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** An RTSP server (RFC 2326) that passes on what one client publishes to all that play it, everything over TCP. */
final class RtspRelay implements AutoCloseable {

    private static final int PACKET = '$';

    private final ServerSocket server;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<OutputStream> players = new CopyOnWriteArrayList<>();
    private final CountDownLatch published = new CountDownLatch(1);
    private volatile byte[] description = {};

    /** @param port 0 for a free one */
    RtspRelay(int port) throws IOException {
        server = new ServerSocket(port, 8, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String address() {
        return "rtsp://127.0.0.1:%d/line1".formatted(port());
    }

    int port() {
        return server.getLocalPort();
    }

    /** Waits until there is something to play. */
    void awaitPublisher() throws InterruptedException {
        published.await();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            players.clear();
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            OutputStream out = socket.getOutputStream();
            boolean publishes = false;
            for (int first = in.read(); first >= 0; first = in.read()) {
                if (first == PACKET) {
                    byte[] head = {PACKET, in.readByte(), in.readByte(), in.readByte()};
                    byte[] packet = in.readNBytes(((head[2] & 0xff) << 8) | (head[3] & 0xff));
                    if (publishes) {
                        pass(head, packet);
                    }
                } else {
                    publishes |= answer((char) first + line(in), in, out);
                }
            }
        } catch (IOException gone) {
            connections.remove(socket);
        }
    }

    private void pass(byte[] head, byte[] packet) {
        players.removeIf(player -> {
            try {
                send(player, head, packet);
                return false;
            } catch (IOException gone) {
                return true;
            }
        });
    }

    private static void send(OutputStream out, byte[]... parts) throws IOException {
        synchronized (out) {
            for (byte[] part : parts) {
                out.write(part);
            }
            out.flush();
        }
    }

    /** True if the client publishes from now on. */
    private boolean answer(String request, DataInputStream in, OutputStream out) throws IOException {
        Map<String, String> headers = headers(in);
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        String method = request.split(" ", -1)[0];
        byte[] content = {};
        String more = "";
        switch (method) {
            case "OPTIONS" -> more = "Public: OPTIONS, DESCRIBE, ANNOUNCE, SETUP, PLAY, RECORD, TEARDOWN\r\n";
            case "ANNOUNCE" -> description = body;
            case "DESCRIBE" -> {
                content = description;
                more = "Content-Type: application/sdp\r\n";
            }
            case "SETUP" -> more = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n";
            default -> {}
        }
        String head = "RTSP/1.0 200 OK\r\nCSeq: %s\r\nSession: 1\r\n%sContent-Length: %d\r\n\r\n"
                .formatted(headers.get("cseq"), more, content.length);
        send(out, head.getBytes(StandardCharsets.ISO_8859_1), content);
        if (method.equals("PLAY")) {
            players.add(out);
        }
        if (method.equals("RECORD")) {
            published.countDown();
        }
        return method.equals("RECORD");
    }

    private static Map<String, String> headers(DataInputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String line(DataInputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    /** At once, as if the machine had lost its power. */
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
