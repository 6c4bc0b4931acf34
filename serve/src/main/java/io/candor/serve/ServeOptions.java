package io.candor.serve;

import io.candor.detect.SuppressionOptions;
import java.util.List;

/**
 * What is served, where and to whom.
 *
 * @param models at least one
 * @param suppression what is reported
 * @param feeds pictures that come by themselves
 */
public record ServeOptions(
        List<ModelSource> models,
        Endpoint endpoint,
        ApiKeys keys,
        Limits limits,
        Batching batching,
        SuppressionOptions suppression,
        Page page,
        List<FeedSource> feeds) {

    public ServeOptions {
        models = List.copyOf(models);
        feeds = List.copyOf(feeds);
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
                Page.ON,
                List.of());
    }

    public ServeOptions withEndpoint(Endpoint value) {
        return new ServeOptions(models, value, keys, limits, batching, suppression, page, feeds);
    }

    public ServeOptions withKeys(ApiKeys value) {
        return new ServeOptions(models, endpoint, value, limits, batching, suppression, page, feeds);
    }

    public ServeOptions withLimits(Limits value) {
        return new ServeOptions(models, endpoint, keys, value, batching, suppression, page, feeds);
    }

    public ServeOptions withBatching(Batching value) {
        return new ServeOptions(models, endpoint, keys, limits, value, suppression, page, feeds);
    }

    public ServeOptions withSuppression(SuppressionOptions value) {
        return new ServeOptions(models, endpoint, keys, limits, batching, value, page, feeds);
    }

    public ServeOptions withPage(Page value) {
        return new ServeOptions(models, endpoint, keys, limits, batching, suppression, value, feeds);
    }

    public ServeOptions withFeeds(FeedSource... value) {
        return new ServeOptions(models, endpoint, keys, limits, batching, suppression, page, List.of(value));
    }
}
