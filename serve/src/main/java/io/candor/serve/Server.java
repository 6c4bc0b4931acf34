package io.candor.serve;

import io.candor.data.InvalidInput;
import io.candor.data.read.OpenCv;
import io.candor.drift.ScoreReference;
import io.candor.metric.ScoreHistogram;
import io.candor.serve.Route.Access;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinLogger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Detectors over HTTP, from the start until it is closed. */
public final class Server implements AutoCloseable {

    private static final int THREADS = 256;
    private static final int IDLE_MILLIS = 15_000;
    private static final int LOOK_MILLIS = 1000;

    private final ServeOptions options;
    private final EventLog log;
    private final Metrics metrics = new Metrics();
    private final Models models;
    private final Feeds feeds;
    private final Gate gate;
    private final List<Route> routes;
    private final Javalin javalin;
    private final int port;
    private final AtomicInteger inFlight = new AtomicInteger();
    private boolean closed;

    private Server(ServeOptions options, EventLog log) {
        this.options = options;
        this.log = log;
        requireSafe(options);
        gate = new Gate(options.endpoint(), options.keys());
        models = new Models(
                options.models(),
                new Model.Setup(
                        options.batching(),
                        options.suppression(),
                        options.limits().imagePixels(),
                        metrics),
                log);
        metrics.queues(models, options.batching().queue());
        try {
            feeds = new Feeds(options.feeds(), models, options.limits(), metrics, log);
            routes = routes();
            options.models().forEach(this::compare);
            javalin = start();
            port = javalin.port();
        } catch (RuntimeException failed) {
            models.close();
            throw failed;
        }
        feeds.start();
        models.watch(LOOK_MILLIS);
    }

    /**
     * Loads the models and listens.
     *
     * @throws InvalidInput if a model, a key or a certificate cannot be used, the port is taken, or strangers would be
     *     let in
     */
    public static Server start(ServeOptions options, EventLog log) {
        warmUp("image-library", OpenCv::load);
        warmUp("http-library", () -> Javalin.create(config -> config.startup.showJavalinBanner = false));
        return new Server(options, log);
    }

    /** What the first answer needs is loaded beside the models, since finding it takes a second of a processor. */
    private static void warmUp(String name, Runnable loading) {
        Thread thread = new Thread(loading, name);
        thread.setDaemon(true);
        // What fails here fails again where it is needed, and is told there.
        thread.setUncaughtExceptionHandler((failed, thrown) -> {});
        thread.start();
    }

    private static void requireSafe(ServeOptions options) {
        if (options.models().isEmpty()) {
            throw new InvalidInput("serve-model", "There is no model to serve. Give --model FILE.onnx.");
        }
        if (!options.endpoint().isLoopback() && options.keys().isEmpty()) {
            throw new InvalidInput(
                    "serve-keys",
                    "On %s everybody who can reach this machine could use the server. Give --api-keys FILE, or leave --host out to serve this machine alone."
                            .formatted(options.endpoint().host()));
        }
    }

    private void compare(ModelSource source) {
        source.reference().ifPresent(file -> {
            ScoreHistogram reference = ScoreReference.read(file);
            List<String> own = models.find(source.name(), java.util.Optional.empty())
                    .card()
                    .classes()
                    .names();
            List<String> theirs = reference.classes().stream()
                    .map(ScoreHistogram.OfClass::name)
                    .toList();
            if (!own.equals(theirs)) {
                throw new InvalidInput(
                        "drift-reference",
                        "%s is for the classes %s, the model '%s' has %s. Give the evaluation of this model."
                                .formatted(file, theirs, source.name(), own));
            }
            metrics.compare(source.name(), reference);
        });
    }

    private List<Route> routes() {
        Body bodies = new Body(options.limits());
        Pictures pictures = new Pictures(models, options.limits(), metrics);
        OpenInference protocol = new OpenInference(models, bodies, options.limits(), pictures, gate::isReady);
        Predictions predictions = new Predictions(models, bodies, pictures);
        ModelFiles files = new ModelFiles(models, options);
        List<Route> all = new ArrayList<>(List.of(
                Route.get("/v2", Access.KEY, protocol::server),
                Route.get("/v2/health/live", Access.OPEN, protocol::live),
                Route.get("/v2/health/ready", Access.OPEN, protocol::ready),
                Route.get("/v2/models/{model}", Access.KEY, protocol::metadata),
                Route.get("/v2/models/{model}/versions/{version}", Access.KEY, protocol::metadata),
                Route.get("/v2/models/{model}/ready", Access.KEY, protocol::modelReady),
                Route.get("/v2/models/{model}/versions/{version}/ready", Access.KEY, protocol::modelReady),
                Route.post("/v2/models/{model}/infer", protocol::infer),
                Route.post("/v2/models/{model}/versions/{version}/infer", protocol::infer),
                Route.post("/predictions/{model}", predictions::predict),
                Route.post("/predictions/{model}/{version}", predictions::predict),
                Route.get("/models", Access.KEY, files::list),
                Route.get("/streams", Access.KEY, feeds::list),
                Route.get("/streams/{name}/events", Access.KEY, feeds::events),
                Route.get("/metrics", Access.KEY, this::metrics),
                Route.get("/openapi.yaml", Access.OPEN, Server::description)));
        if (options.page() == Page.ON) {
            all.add(Route.get("/models/{model}/file", Access.KEY, files::onnx));
            all.add(Route.get("/models/{model}/calibration.json", Access.KEY, files::calibration));
            all.add(Route.get("/models/{model}/policy.json", Access.KEY, files::policy));
            all.add(Route.get("/", Access.OPEN, PageFiles::index));
            all.add(Route.get("/page/{file}", Access.OPEN, PageFiles::file));
        }
        return List.copyOf(all);
    }

    private void metrics(Context context) {
        context.contentType(Metrics.CONTENT_TYPE).result(metrics.text());
    }

    private static void description(Context context) throws IOException {
        context.contentType("application/yaml").result(PageFiles.resource("openapi.yaml"));
    }

    /** What can be asked for. */
    List<Route> offered() {
        return routes;
    }

    /** Looks at the model files now. */
    void look() {
        models.look();
    }

    private Javalin start() {
        JavalinLogger.enabled = false; // everything it has to say is in the event log
        Javalin app = Javalin.create(this::configure);
        try {
            return app.start(options.endpoint().host(), options.endpoint().port());
        } catch (JavalinBindException taken) {
            throw new InvalidInput(
                    "serve-port",
                    "%s port %d cannot be listened on: %s. Another program may use it: give --port."
                            .formatted(
                                    options.endpoint().host(),
                                    options.endpoint().port(),
                                    taken.getMessage()),
                    taken);
        }
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.maxRequestSize = options.limits().requestBytes();
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("http");
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setIdleTimeout(IDLE_MILLIS);
        });
        config.jetty.modifyServer(jetty -> {
            jetty.setStopTimeout(options.limits().stop().toMillis());
            jetty.setErrorHandler(Server::refuse);
        });
        config.jetty.addConnector(this::connector);
        config.routes.before(this::begin);
        routes.forEach(route -> config.routes.addHttpHandler(route.method(), route.path(), context -> {
            gate.check(context, route.access());
            route.handler().handle(context);
        }));
        config.routes.exception(Exception.class, this::failed);
        config.routes.exception(HttpResponseException.class, this::failed);
        config.requestLogger.http((context, millis) -> end(context));
    }

    private ServerConnector connector(org.eclipse.jetty.server.Server jetty, HttpConfiguration http) {
        ServerConnector connector = options.endpoint()
                .tls()
                .map(tls -> {
                    SslContextFactory.Server ssl = new SslContextFactory.Server();
                    ssl.setKeyStore(tls.keyStore());
                    ssl.setKeyStorePassword(Tls.PASSWORD);
                    http.addCustomizer(new SecureRequestCustomizer(false));
                    return new ServerConnector(
                            jetty, new SslConnectionFactory(ssl, "http/1.1"), new HttpConnectionFactory(http));
                })
                .orElseGet(() -> new ServerConnector(jetty, new HttpConnectionFactory(http)));
        connector.setHost(options.endpoint().host());
        connector.setPort(options.endpoint().port());
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }

    /**
     * Requests that are refused before they get to a route: addresses that are none, headers that are too long. The
     * connection ends with them, and the answer has to say so: a client that took it for a live one would lose its next
     * request.
     */
    private static boolean refuse(Request request, org.eclipse.jetty.server.Response response, Callback callback) {
        int status =
                response.getStatus() < HttpStatus.BAD_REQUEST_400 ? HttpStatus.BAD_REQUEST_400 : response.getStatus();
        response.getHeaders().put("Content-Type", Answers.JSON);
        response.getHeaders().put("Connection", "close");
        org.eclipse.jetty.io.Content.Sink.write(
                response, true, "{\"error\":\"%s\"}".formatted(HttpStatus.getMessage(status)), callback);
        return true;
    }

    private void begin(Context context) {
        Exchange.begin(context);
        inFlight.incrementAndGet();
        metrics.arrived();
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Cache-Control", "no-store");
    }

    private void failed(Exception thrown, Context context) {
        Exchange exchange = Exchange.of(context);
        if (thrown instanceof Problem problem) {
            problem.retryAfter().ifPresent(delay -> context.header("Retry-After", Long.toString(delay.toSeconds())));
            if (problem.status() == HttpStatus.PAYLOAD_TOO_LARGE_413
                    || problem.status() == HttpStatus.REQUEST_TIMEOUT_408) {
                context.header("Connection", "close"); // the rest of the body is not read
            }
            exchange.failed(problem.getMessage());
            Answers.error(context, problem.status(), problem.getMessage());
        } else if (thrown instanceof HttpResponseException http) {
            exchange.failed(String.valueOf(http.getMessage()));
            String methods = http.getDetails().get("availableMethods");
            if (methods != null) {
                context.header("Allow", methods);
            }
            Answers.error(context, http.getStatus(), http.getMessage());
        } else if (thrown instanceof InvalidInput invalid) {
            exchange.failed(invalid.getMessage());
            Answers.error(context, HttpStatus.BAD_REQUEST_400, invalid.getMessage());
        } else if (thrown instanceof IOException gone) { // while the body was read: nobody is there to be told
            exchange.failed("the client went away: " + gone);
            Answers.error(context, HttpStatus.BAD_REQUEST_400, "The request was not sent to its end.");
        } else {
            exchange.failed(thrown.toString());
            Answers.error(
                    context,
                    HttpStatus.INTERNAL_SERVER_ERROR_500,
                    "Something is wrong in the server; its log says what under the request id %s."
                            .formatted(exchange.id()));
        }
    }

    private void end(Context context) {
        Exchange exchange = Exchange.of(context);
        if (exchange == null) {
            return;
        }
        inFlight.decrementAndGet();
        String route = context.endpoints().lastHttpEndpoint() == null
                ? ""
                : context.endpoints().lastHttpEndpoint().path;
        if (!exchange.isLasting()) {
            metrics.answered(route, context.statusCode(), exchange.nanos());
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", exchange.id());
        facts.put("method", context.method().toString());
        facts.put("path", context.path());
        facts.put("status", context.statusCode());
        facts.put("milliseconds", Math.round(exchange.nanos() / 1e3) / 1e3);
        facts.put("client", context.ip());
        if (!exchange.model().isEmpty()) {
            facts.put("model", exchange.model());
        }
        if (exchange.objects() >= 0) {
            facts.put("objects", exchange.objects());
        }
        if (!exchange.error().isEmpty()) {
            facts.put("error", exchange.error());
        }
        log.write("request", facts);
    }

    /** The port that was asked for, or the free one that was found. */
    public int port() {
        return port;
    }

    /** Where it is reached. */
    public String address() {
        String scheme = options.endpoint().tls().isPresent() ? "https" : "http";
        return "%s://%s:%d".formatted(scheme, options.endpoint().host(), port());
    }

    /**
     * Says that it is not ready, but answers on: for load balancers, which need some seconds to notice. Then {@link #close}.
     */
    public void leave() {
        gate.leave();
        log.write("leaving", Map.of("in_flight", inFlight.get()));
    }

    /** Lets nobody in any more, waits for requests in flight as long as allowed, then frees everything. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        gate.stop();
        log.write("stopping", Map.of("in_flight", inFlight.get()));
        feeds.close();
        await();
        javalin.stop();
        models.close();
        log.write("stopped", Map.of("in_flight", inFlight.get()));
    }

    private void await() {
        long deadline = System.nanoTime() + options.limits().stop().toNanos();
        try {
            while (inFlight.get() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
