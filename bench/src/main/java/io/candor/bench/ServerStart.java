package io.candor.bench;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints how long a server takes from the start of its process to the first answer about a picture. Arguments: image, name
 * of the model, runs, then the command that serves, to which {@code --port} is added; such as {@code ./candor serve
 * --model yolov8n.onnx}.
 */
public final class ServerStart {

    private static final int PAUSE_MILLIS = 5;
    private static final long PATIENCE = 60_000_000_000L;

    private ServerStart() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        byte[] image = Files.readAllBytes(Path.of(arguments[0]));
        int runs = Integer.parseInt(arguments[2]);
        List<String> command = Arrays.asList(arguments).subList(3, arguments.length);
        double[] seconds = new double[runs];
        for (int i = 0; i < runs; i++) {
            seconds[i] = seconds(command, arguments[1], image);
            System.out.printf(Locale.ROOT, "first answer after %.2f s%n", seconds[i]);
        }
        Arrays.sort(seconds);
        System.out.printf(
                Locale.ROOT,
                "median %.2f s, least %.2f s, most %.2f s%n",
                seconds[runs / 2],
                seconds[0],
                seconds[runs - 1]);
    }

    private static double seconds(List<String> command, String model, byte[] image)
            throws IOException, InterruptedException {
        int port = freePort();
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("--port", Integer.toString(port)));
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/predictions/%s".formatted(port, model)))
                .header("Content-Type", "image/jpeg")
                .POST(HttpRequest.BodyPublishers.ofByteArray(image))
                .build();
        long started = System.nanoTime();
        Process server = new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            int status = 0;
            while (status == 0) {
                if (!server.isAlive() || System.nanoTime() - started > PATIENCE) {
                    throw new IOException("there is no server: " + String.join(" ", words));
                }
                status = status(http, request);
            }
            if (status != 200) {
                throw new IOException("the server answered " + status);
            }
            return (System.nanoTime() - started) / 1e9;
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    /** 0 while nobody listens. */
    private static int status(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
        } catch (ConnectException notYet) {
            Thread.sleep(PAUSE_MILLIS);
            return 0;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
