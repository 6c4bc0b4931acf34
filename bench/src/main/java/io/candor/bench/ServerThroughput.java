package io.candor.bench;

import io.candor.infer.Detector;
import io.candor.infer.DetectorOptions;
import io.candor.serve.Batching;
import io.candor.serve.EventLog;
import io.candor.serve.ModelSource;
import io.candor.serve.ServeOptions;
import io.candor.serve.Server;
import java.io.IOException;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Prints what serving costs beyond the library: images per second of several clients that send JPEG bytes over loopback,
 * against as many threads as the server has workers that call the library itself, turn by turn in one process; and how far
 * the slowest answers are from the usual; and after every turn the memory of the process, clients included. Arguments: ONNX
 * file, image, clients, seconds per turn, turns; ten minutes of load on the server are {@code 8 30 20}.
 */
public final class ServerThroughput {

    private static final int WARM_UP_SECONDS = 15;

    private final byte[] image;
    private final int seconds;

    private ServerThroughput(byte[] image, int seconds) {
        this.image = image;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        Path model = Path.of(arguments[0]);
        int clients = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 8;
        int seconds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 10;
        int turns = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 3;
        new ServerThroughput(Files.readAllBytes(Path.of(arguments[1])), seconds).print(model, clients, turns);
    }

    private void print(Path model, int clients, int turns) throws Exception {
        int workers = Batching.defaults().workers();
        long started = System.nanoTime();
        try (Server server = Server.start(ServeOptions.of(ModelSource.parse(model.toString())), EventLog.NONE);
                Detector library =
                        Detector.load(model, DetectorOptions.defaults().withThreads(1))) {
            HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            URI address = URI.create(server.address() + "/predictions/"
                    + ModelSource.parse(model.toString()).name());
            Callable<Integer> call = () -> http.send(
                            HttpRequest.newBuilder(address)
                                    .header("Content-Type", "image/jpeg")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(image))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .statusCode();
            calls(call, System.nanoTime() + 1);
            Callable<Integer> bareCall = () -> library.detect(image).objects() == null ? 0 : 200;
            System.out.printf(
                    Locale.ROOT,
                    "first answer %.2f s after the server was asked for, Java already running%n",
                    (System.nanoTime() - started) / 1e9);
            turn(workers, WARM_UP_SECONDS, bareCall); // compiles what both take, then what the server takes
            turn(clients, WARM_UP_SECONDS, call);
            double first = 0;
            for (int i = 0; i < turns; i++) {
                List<Long> bare = turn(workers, seconds, bareCall);
                List<Long> served = turn(clients, seconds, call);
                System.out.printf(
                        Locale.ROOT,
                        "library %.1f images/s on %d threads; server %.1f images/s for %d clients, ratio %.3f, p50 %.1f ms, p99 %.1f ms (%.2f times)%n",
                        bare.size() / (double) seconds,
                        workers,
                        served.size() / (double) seconds,
                        clients,
                        served.size() / (double) bare.size(),
                        quantile(served, .5),
                        quantile(served, .99),
                        quantile(served, .99) / quantile(served, .5));
                first = i == 0 ? heap() : first; // the first turn loads classes and fills caches
                System.out.printf(
                        Locale.ROOT,
                        "  heap after collection %.1f MB, %+.1f MB since the first turn; resident %.0f MB%n",
                        heap(),
                        heap() - first,
                        resident());
            }
        }
    }

    /** Megabytes that are still reached. */
    private static double heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }

    /** Megabytes of the whole process, where Linux tells; else not a number. */
    private static double resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1e3)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Nanoseconds of every call that {@code count} threads make one after another for so long. */
    private static List<Long> turn(int count, int seconds, Callable<Integer> call)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<Future<List<Long>>> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(threads.submit(() -> calls(call, end)));
        }
        List<Long> all = new ArrayList<>();
        for (Future<List<Long>> part : parts) {
            all.addAll(part.get());
        }
        threads.shutdown();
        return all;
    }

    private static List<Long> calls(Callable<Integer> call, long end) throws Exception {
        List<Long> times = new ArrayList<>();
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            int status = call.call();
            if (status != 200) {
                throw new IllegalStateException("the server answered " + status);
            }
            times.add(System.nanoTime() - start);
        }
        return times;
    }

    private static double quantile(List<Long> nanos, double share) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))] / 1e6;
    }
}
