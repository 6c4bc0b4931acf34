package io.candor.network;

import io.candor.layer.C2f;
import io.candor.layer.ClassBranch;
import io.candor.layer.Classify;
import io.candor.layer.Concat;
import io.candor.layer.Conv;
import io.candor.layer.Detect;
import io.candor.layer.DualDetect;
import io.candor.layer.Head;
import io.candor.layer.InvertedBlock;
import io.candor.layer.Layer;
import io.candor.layer.Psa;
import io.candor.layer.Registry;
import io.candor.layer.ScDown;
import io.candor.layer.Segment;
import io.candor.layer.Shortcut;
import io.candor.layer.Sppf;
import io.candor.layer.Upsample;
import io.candor.tensor.Norm;
import io.candor.tensor.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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

    Row c2fCib(int channels, int repeats, InvertedBlock.Centre centre) {
        int out = proportions.channels(channels);
        return add(C2f.inverted(next(), width(), out, proportions.repeats(repeats), centre));
    }

    Row c3k2(int channels, int repeats, double share, C2f.Inner inner) {
        C2f.Narrowing stages = new C2f.Narrowing(proportions.repeats(repeats), share, inner);
        return add(C2f.narrowing(next(), width(), proportions.channels(channels), stages));
    }

    Row scDown(int channels, int size, int stride) {
        return add(new ScDown(next(), width(), proportions.channels(channels), new Conv.Window(size, stride)));
    }

    Row psa() {
        return add(Psa.single(next(), width()));
    }

    Row c2psa(int repeats) {
        return add(Psa.chain(next(), width(), proportions.repeats(repeats)));
    }

    /** The index of the row that comes next. */
    int size() {
        return rows.size();
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

    Definition detect(int classes, ClassBranch kind, Row... levels) {
        return headed(new Detect(next(), classes, channels(levels), kind), levels);
    }

    Definition segment(int classes, ClassBranch kind, Row... levels) {
        int hidden = proportions.channels(256);
        return headed(new Segment(next(), classes, channels(levels), kind, hidden), levels);
    }

    Definition dualDetect(int classes, Row... levels) {
        return headed(new DualDetect(next(), classes, channels(levels)), levels);
    }

    private static List<Integer> channels(Row... levels) {
        return Stream.of(levels).map(row -> row.layer().channels()).toList();
    }

    private Definition headed(Head head, Row... levels) {
        return new Definition(
                name, rows, head, Stream.of(levels).map(Row::index).toList(), registry.weights());
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
