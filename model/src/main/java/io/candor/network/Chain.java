package io.candor.network;

import io.candor.layer.Head;
import io.candor.layer.Layer;
import io.candor.layer.Registry;
import io.candor.tensor.Norm;
import io.candor.tensor.Weight;
import java.util.ArrayList;
import java.util.List;

/** The table of a classifier while it is written down; every row reads the one above. */
final class Chain {

    private static final int RGB = 3;

    private final String name;
    private final Registry registry = new Registry(Norm.Constants.CLASSIFICATION);
    private final List<Row> rows = new ArrayList<>();
    private int declared;

    /** Makes a layer of what comes in. */
    @FunctionalInterface
    interface Maker<L> {
        /** @param in channels that come in */
        L make(Registry registry, int in);
    }

    /** @param name of the network */
    Chain(String name) {
        this.name = name;
    }

    /** Adds a layer whose weights' names have no prefix. */
    Chain add(Maker<Layer> maker) {
        return add(registry, maker);
    }

    /** @param prefix of its weights' names in files */
    Chain add(String prefix, Maker<Layer> maker) {
        Registry own = registry;
        for (String part : prefix.split("\\.", -1)) {
            own = own.under(part);
        }
        return add(own, maker);
    }

    private Chain add(Registry own, Maker<Layer> maker) {
        Layer layer = maker.make(own, width());
        List<Weight> all = registry.weights();
        rows.add(new Row(rows.size(), layer, List.of(rows.size() - 1), all.subList(declared, all.size())));
        declared = all.size();
        return this;
    }

    private int width() {
        return rows.isEmpty() ? RGB : rows.get(rows.size() - 1).layer().channels();
    }

    Definition end(String prefix, Maker<Head> maker) {
        Head head = maker.make(registry.under(prefix), width());
        return new Definition(name, rows, head, List.of(rows.size() - 1), registry.weights());
    }
}
