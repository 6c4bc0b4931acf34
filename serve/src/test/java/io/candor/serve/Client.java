package io.candor.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.data.Image;
import io.candor.data.read.ImageWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Asks a server of this process. */
record Client(Server server, HttpClient http) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Client(Server server) {
        this(
                server,
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(60))
                        .build());
    }

    /** An answer with its body as JSON, or as text if it is none. */
    record Answer(HttpResponse<byte[]> response) {
        int status() {
            return response.statusCode();
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException(text(), e);
            }
        }

        String text() {
            return new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
        }

        String error() {
            return json().get("error").asText();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path)).timeout(Duration.ofMinutes(2));
    }

    Answer get(String path, String... headers) {
        HttpRequest.Builder request = to(path);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Answer post(String path, String contentType, byte[] body, String... headers) {
        HttpRequest.Builder request = to(path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        request.header("Content-Type", contentType);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Answer post(String path, String json) {
        return post(path, "application/json", json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Grey with a red tile at (8, 8) and a blue one at (40, 24). */
    static Image tiles() {
        Image image = Image.filled(64, 64, 114);
        fill(image, 8, 8, 0, 0, 255);
        fill(image, 40, 24, 255, 0, 0);
        return image;
    }

    static void fill(Image image, int left, int top, int blue, int green, int red) {
        for (int i = 0; i < 64; i++) {
            int at = 3 * ((top + i / 8) * image.width() + left + i % 8);
            image.bgr()[at] = (byte) blue;
            image.bgr()[at + 1] = (byte) green;
            image.bgr()[at + 2] = (byte) red;
        }
    }

    static byte[] png(Image image, Path folder) {
        try {
            Path file = Files.createTempFile(folder, "picture", ".png");
            ImageWriter.write(image, file);
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
