package io.candor.serve;

import io.candor.detect.SuppressionOptions;
import java.util.List;

/**
 * What is served, where and to whom.
 *
 * @param models at least one
 * @param suppression what is reported
 */
public record ServeOptions(
        List<ModelSource> models,
        Endpoint endpoint,
        ApiKeys keys,
        Limits limits,
        Batching batching,
        SuppressionOptions suppression,
        Page page) {

    public ServeOptions {
        models = List.copyOf(models);
    }

    /** This machine alone, any free port, no keys, the page. */
    public static ServeOptions of(ModelSource... models) {
        return new ServeOptions(
                List.of(models),
                Endpoint.loopback(0),
                ApiKeys.NONE,
                Limits.defaults(),
                Batching.defaults(),
                SuppressionOptions.forPrediction(),
                Page.ON);
    }

    public ServeOptions withEndpoint(Endpoint value) {
        return new ServeOptions(models, value, keys, limits, batching, suppression, page);
    }

    public ServeOptions withKeys(ApiKeys value) {
        return new ServeOptions(models, endpoint, value, limits, batching, suppression, page);
    }

    public ServeOptions withLimits(Limits value) {
        return new ServeOptions(models, endpoint, keys, value, batching, suppression, page);
    }

    public ServeOptions withBatching(Batching value) {
        return new ServeOptions(models, endpoint, keys, limits, value, suppression, page);
    }

    public ServeOptions withSuppression(SuppressionOptions value) {
        return new ServeOptions(models, endpoint, keys, limits, batching, value, page);
    }

    public ServeOptions withPage(Page value) {
        return new ServeOptions(models, endpoint, keys, limits, batching, suppression, value);
    }
}
