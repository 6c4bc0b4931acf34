package io.candor.cli;

import io.candor.data.InvalidInput;
import io.candor.detect.SuppressionOptions;
import io.candor.serve.ApiKeys;
import io.candor.serve.Batching;
import io.candor.serve.Endpoint;
import io.candor.serve.EventLog;
import io.candor.serve.FeedSource;
import io.candor.serve.Limits;
import io.candor.serve.ModelSource;
import io.candor.serve.Page;
import io.candor.serve.ServeOptions;
import io.candor.serve.Server;
import io.candor.serve.Tls;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves detectors and classifiers over HTTP until it is stopped. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Serve ONNX models over HTTP: the Open Inference Protocol, pictures in and decisions out, metrics, a page.",
            "Ctrl-C finishes what is in flight. docs/serving.md shows the calls."
        })
final class ServeCommand implements Callable<Integer> {

    private static final long MEGA = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "[NAME=]PATH",
            description = "an ONNX file, served under its name, or a folder of versions 1, 2, ...; may be repeated.")
    private List<String> models = List.of();

    @Option(
            names = "--reference",
            paramLabel = "NAME=FILE",
            description = "evaluation.json that a model's confidences are compared with for drift; may be repeated.")
    private List<String> references = List.of();

    @Option(
            names = "--stream",
            paramLabel = "NAME=SOURCE",
            description =
                    "rtsp://..., a camera or a video file to judge; clients get its events by NAME; may be repeated.")
    private List<String> streams = List.of();

    @Option(
            names = "--stream-model",
            paramLabel = "NAME=MODEL",
            description = "which model judges a stream; the first unless said otherwise.")
    private List<String> streamModels = List.of();

    @Option(names = "--port", paramLabel = "N", description = "port, 0 for any free one. [${DEFAULT-VALUE}]")
    private int port = 18080;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "interface, 0.0.0.0 for all; anything but this machine needs keys. [${DEFAULT-VALUE}]")
    private String host = "127.0.0.1";

    @Option(
            names = "--api-keys",
            paramLabel = "FILE",
            description = "keys that clients must show one of, one per line; or in CANDOR_API_KEY.")
    private Path keys;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "certificate chain in PEM; with it, HTTPS.")
    private Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "its key in PEM, PKCS #8 without password.")
    private Path key;

    @Option(names = "--conf", paramLabel = "X", description = "confidence a detection needs. [${DEFAULT-VALUE}]")
    private double confidence = .25;

    @Option(names = "--iou", paramLabel = "X", description = "overlap that removes a box. [${DEFAULT-VALUE}]")
    private double iou = .7;

    @Option(names = "--workers", paramLabel = "N", description = "threads per model; by default one per processor.")
    private int workers = Batching.defaults().workers();

    @Option(names = "--max-batch", paramLabel = "N", description = "images that may share a run. [${DEFAULT-VALUE}]")
    private int batch = Batching.defaults().most();

    @Option(
            names = "--queue",
            paramLabel = "N",
            description = "requests that may wait per model; further ones get 429. [${DEFAULT-VALUE}]")
    private int queue = Batching.defaults().queue();

    @Option(names = "--max-megabytes", paramLabel = "N", description = "longest body. [${DEFAULT-VALUE}]")
    private long megabytes = Limits.defaults().requestBytes() / MEGA;

    @Option(names = "--max-megapixels", paramLabel = "N", description = "largest image. [${DEFAULT-VALUE}]")
    private long megapixels = Limits.defaults().imagePixels() / MEGA;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "longest answer. [${DEFAULT-VALUE}]")
    private long timeout = Limits.defaults().answer().toSeconds();

    @Option(
            names = "--stop-delay",
            paramLabel = "SECONDS",
            description = "answer on for so long after being told to stop, for load balancers. [${DEFAULT-VALUE}]")
    private int stopDelay;

    @Option(names = "--no-page", description = "no page, and no model files for browsers.")
    private boolean noPage;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        EventLog log = EventLog.json(System.err);
        EventLog.adoptLoggers(log);
        Server server = Server.start(options(), log);
        out.printf("Serving on %s%n", server.address());
        out.flush();
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            leave(server);
                            server.close();
                            stopped.countDown();
                        },
                        "stop-serving"));
        stopped.await();
        return 0;
    }

    private void leave(Server server) {
        if (stopDelay > 0) {
            server.leave();
            try {
                Thread.sleep(Duration.ofSeconds(stopDelay).toMillis());
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private ServeOptions options() {
        try {
            Limits limits = Limits.defaults()
                    .withRequestBytes(megabytes * MEGA)
                    .withImagePixels(megapixels * MEGA)
                    .withAnswer(Duration.ofSeconds(timeout));
            return new ServeOptions(
                    sources(),
                    new Endpoint(host, port, tls()),
                    apiKeys(),
                    limits,
                    new Batching(workers, batch, queue),
                    SuppressionOptions.forPrediction()
                            .withConfidence(confidence)
                            .withIou(iou),
                    noPage ? Page.OFF : Page.ON,
                    feeds());
        } catch (IllegalArgumentException wrong) {
            throw new InvalidInput("options", "An option does not fit: %s.".formatted(wrong.getMessage()), wrong);
        }
    }

    private List<ModelSource> sources() {
        List<ModelSource> sources = models.stream().map(ModelSource::parse).toList();
        Map<String, String> byName = NamedValues.parse("--reference", references);
        List<String> names = sources.stream().map(ModelSource::name).toList();
        requireKnown("--reference", byName.keySet(), "models", names);
        return sources.stream()
                .map(source -> byName.containsKey(source.name())
                        ? source.withReference(Path.of(byName.get(source.name())))
                        : source)
                .toList();
    }

    private static void requireKnown(String option, Set<String> asked, String kind, Collection<String> known) {
        for (String name : asked) {
            if (!known.contains(name)) {
                throw new InvalidInput(
                        "options", "%s is for '%s', but the %s are %s.".formatted(option, name, kind, known));
            }
        }
    }

    private List<FeedSource> feeds() {
        Map<String, String> byName = NamedValues.parse("--stream", streams);
        Map<String, String> modelsByName = NamedValues.parse("--stream-model", streamModels);
        requireKnown("--stream-model", modelsByName.keySet(), "streams", byName.keySet());
        String first = sources().get(0).name();
        return byName.entrySet().stream()
                .map(stream -> new FeedSource(
                        stream.getKey(),
                        modelsByName.getOrDefault(stream.getKey(), first),
                        ServedStream.of(stream.getKey(), stream.getValue())))
                .toList();
    }

    private Optional<Tls> tls() {
        if ((certificate == null) != (key == null)) {
            throw new InvalidInput("serve-tls", "--tls-cert and --tls-key belong together: give both or neither.");
        }
        return certificate == null ? Optional.empty() : Optional.of(new Tls(certificate, key));
    }

    private ApiKeys apiKeys() {
        String given = System.getenv("CANDOR_API_KEY");
        if (keys != null) {
            return ApiKeys.read(keys);
        }
        return given == null || given.isBlank() ? ApiKeys.NONE : new ApiKeys(List.of(given.strip()));
    }
}
