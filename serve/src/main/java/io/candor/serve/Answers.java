package io.candor.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What all answers have in common: JSON, and patience. */
final class Answers {

    static final String JSON = "application/json";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Answers() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static void json(Context context, JsonNode tree) {
        try {
            context.contentType(JSON).result(MAPPER.writeValueAsBytes(tree));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree can always be written", impossible);
        }
    }

    /** {@code {"error": "..."}}, as the Open Inference Protocol wants it. */
    static void error(Context context, int status, String message) {
        json(context.status(status), object().put("error", message));
    }

    /**
     * Waits for an answer.
     *
     * @throws Problem 503 if it does not come in time; then nobody works on it any more unless it has begun
     */
    static <T> T await(CompletableFuture<T> answer, Duration patience) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            answer.cancel(false);
            throw Problem.unavailable(
                    "There was no answer within %s seconds.".formatted(patience.toSeconds()), Duration.ofSeconds(1));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("The server is stopping.", Duration.ofSeconds(1));
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (failed.getCause() instanceof Error fatal) {
                throw fatal;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }
}
