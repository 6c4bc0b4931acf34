package io.candor.predictions;

import com.fasterxml.jackson.core.JsonToken;
import io.candor.data.InvalidInput;
import java.nio.file.Path;

/** Finds out from the category ids of a file what the ids are counted from. */
public final class CategoryRange {

    private long lowest = Long.MAX_VALUE;
    private long highest = Long.MIN_VALUE;

    private CategoryRange() {}

    /**
     * The id that means the first class.
     *
     * @throws InvalidInput if that is to be deduced and the ids leave it open
     */
    public static int first(Path path, int classes, FirstCategory said) {
        return switch (said) {
            case ZERO -> 0;
            case ONE -> 1;
            case DEDUCED -> first(path, classes);
        };
    }

    static int first(Path path, int classes) {
        CategoryRange range = new CategoryRange();
        JsonFile.read(path, file -> {
            if (file.parser.currentToken() == JsonToken.START_ARRAY) {
                file.eachObject(row -> {
                    for (String key = row.nextKey(); key != null; key = row.nextKey()) {
                        if (key.equals("category_id")) {
                            range.add(row.wholeNumber(key));
                        } else {
                            row.parser.skipChildren();
                        }
                    }
                });
            }
        });
        return range.first(classes, path);
    }

    private void add(long id) {
        lowest = Math.min(lowest, id);
        highest = Math.max(highest, id);
    }

    private int first(int classes, Path path) {
        boolean nothing = highest < lowest;
        if (nothing || lowest == 0) {
            return 0;
        }
        if (highest >= classes) {
            return 1;
        }
        throw new InvalidInput(
                JsonFile.HELP,
                "%s: category ids are %d to %d for %d classes, so they may be counted from 0 or from 1. Say which with --first-category 0 or 1, or give COCO annotations."
                        .formatted(path, lowest, highest, classes));
    }
}
