package io.candor.network;

import io.candor.layer.C2f;
import io.candor.layer.Classify;
import io.candor.layer.Concat;
import io.candor.layer.Conv;
import io.candor.layer.Detect;
import io.candor.layer.Head;
import io.candor.layer.Layer;
import io.candor.layer.Registry;
import io.candor.layer.Shortcut;
import io.candor.layer.Sppf;
import io.candor.layer.Upsample;
import io.candor.tensor.Norm;
import io.candor.tensor.Weight;
import java.util.ArrayList;
import java.util.List;

/** A network's table while it is written down; every row reads the one above unless it says otherwise. */
final class Rows {

    private static final int RGB = 3;

    private final String name;
    private final Proportions proportions;
    private final Registry registry;
    private final List<Row> rows = new ArrayList<>();
    private int declared;

    /** A detector's table. */
    Rows(String name, Proportions proportions) {
        this(name, proportions, Norm.Constants.DETECTION);
    }

    /** @param name what users call the network */
    Rows(String name, Proportions proportions, Norm.Constants norms) {
        this.name = name;
        this.proportions = proportions;
        registry = new Registry(norms);
    }

    Row conv(int channels, int size, int stride) {
        return add(new Conv(next(), width(), proportions.channels(channels), new Conv.Window(size, stride)));
    }

    Row c2f(int channels, int repeats, Shortcut shortcut) {
        C2f.Repeats scaled = new C2f.Repeats(proportions.repeats(repeats), shortcut);
        return add(new C2f(next(), width(), proportions.channels(channels), scaled));
    }

    Row sppf(int channels, int window) {
        return add(new Sppf(next(), width(), proportions.channels(channels), window));
    }

    Row upsample(int factor) {
        return add(new Upsample(width(), factor));
    }

    Row concat(Row other) {
        Concat joined = new Concat(width() + other.layer().channels());
        return add(joined, List.of(rows.size() - 1, other.index()));
    }

    Definition detect(int classes, Row... levels) {
        List<Row> inputs = List.of(levels);
        Detect head = new Detect(
                next(),
                classes,
                inputs.stream().map(row -> row.layer().channels()).toList());
        return new Definition(name, rows, head, inputs.stream().map(Row::index).toList(), registry.weights());
    }

    Definition classify(int classes) {
        Head head = new Classify(next(), classes, width());
        return new Definition(name, rows, head, List.of(rows.size() - 1), registry.weights());
    }

    private Registry next() {
        return registry.under("model").under(rows.size());
    }

    private int width() {
        return rows.isEmpty() ? RGB : rows.get(rows.size() - 1).layer().channels();
    }

    private Row add(Layer layer) {
        return add(layer, List.of(rows.size() - 1));
    }

    private Row add(Layer layer, List<Integer> inputs) {
        List<Weight> all = registry.weights();
        Row row = new Row(rows.size(), layer, inputs, all.subList(declared, all.size()));
        declared = all.size();
        rows.add(row);
        return row;
    }
}
