package io.candor.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.weights.Safetensors;
import io.candor.weights.TensorData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed without warning, and resumed until they finish. */
class KillTest {

    @TempDir
    Path folder;

    @Test
    @Tag("slow")
    void a_process_killed_at_random_moments_and_resumed_ends_bit_for_bit_like_an_unbroken_one() throws Exception {
        assertThat(run(folder.resolve("unbroken"), Integer.MAX_VALUE, 0)).isZero();
        long seed = System.nanoTime();
        Random random = new Random(seed);

        int kills = 0;
        // four steps per epoch: later ones hit what was resumed, the delay hits what is written after an epoch
        while (run(folder.resolve("killed"), kills < 6 ? 1 + random.nextInt(8) : Integer.MAX_VALUE, random.nextInt(400))
                != 0) {
            kills++;
        }

        assertThat(kills).as("seed %d", seed).isPositive();
        assertSame("last.safetensors", seed);
        assertSame("best.safetensors", seed);
        try (var files = Files.list(folder.resolve("killed"))) {
            assertThat(files).as("drafts, seed %d", seed).hasSize(3);
        }
    }

    private void assertSame(String name, long seed) {
        Map<String, TensorData> killed =
                Safetensors.read(folder.resolve("killed").resolve(name)).tensors();
        Map<String, TensorData> unbroken =
                Safetensors.read(folder.resolve("unbroken").resolve(name)).tensors();
        assertThat(killed).as("%s, seed %d", name, seed).isEqualTo(unbroken);
    }

    /** Exit code of a process that trains, and is killed so many milliseconds after so many steps. */
    private static int run(Path run, int steps, int delay) throws IOException, InterruptedException {
        Process process = start(run);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int seen = 0;
            for (String line = lines.readLine(); line != null && seen < steps; line = lines.readLine()) {
                seen += line.equals(Toy.STEP) ? 1 : 0;
            }
            if (seen >= steps && !process.waitFor(delay, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly(); // SIGKILL
            }
            return process.waitFor();
        }
    }

    private static Process start(Path run) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        return new ProcessBuilder(java, "-cp", classes, "-Xmx512m", Toy.class.getName(), run.toString())
                .redirectErrorStream(true)
                .start();
    }
}
