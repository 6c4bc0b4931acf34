package io.candor.serve;

import io.candor.data.InvalidInput;

/**
 * A feed under the name it is served by.
 *
 * @param name in addresses
 * @param model that judges its pictures
 */
public record FeedSource(String name, String model, Feed feed) {

    public FeedSource {
        if (!ModelSource.isName(name)) {
            throw new InvalidInput(
                    "serve-stream",
                    "'%s' cannot be a stream's name: expected letters, digits, dots, hyphens and underscores, a letter or digit first."
                            .formatted(name));
        }
    }
}
