package io.candor.data.inspect;

import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Label;
import io.candor.data.Polygon;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.Dataset;
import io.candor.data.read.DatasetReader;
import io.candor.data.read.Fault;
import io.candor.data.read.LabelFormat;
import io.candor.data.read.ReadOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was found when every file of a data set was opened, decoded and compared.
 *
 * @param source of the data set
 * @param classes of the data set
 * @param splits figures per split the source has
 * @param findings what a user may want to mend, by kind
 * @param notes of the reader
 */
public record Inspection(
        Path source, Classes classes, Map<Split, SplitSummary> splits, List<Finding> findings, List<String> notes) {

    public Inspection {
        splits = Collections.unmodifiableMap(new EnumMap<>(splits));
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /**
     * Reads and inspects.
     *
     * @throws io.candor.data.InvalidInput when the source as a whole cannot be used
     */
    public static Inspection of(Path data, ReadOptions options) {
        return of(DatasetReader.read(data, options));
    }

    /** Decodes every image, in parallel, and checks what reading alone does not. */
    public static Inspection of(Dataset data) {
        List<Finding> findings = new ArrayList<>();
        data.skipped().forEach(skipped -> findings.add(Finding.of(skipped)));
        List<Sample> samples = distinct(data);
        List<PixelCheck> checks = samples.parallelStream()
                .map(sample -> PixelCheck.of(sample.image()))
                .toList();
        checks.forEach(check -> check.finding().ifPresent(findings::add));
        samples.forEach(sample -> findings.addAll(beyondEdge(sample)));
        samples.forEach(sample -> findings.addAll(selfCrossing(sample)));
        if (LabelFormat.of(data.source()) == LabelFormat.YOLO_TEXT) {
            findings.addAll(LabelFiles.find(samples));
        }
        findings.addAll(new Copies(data, checksums(checks)).find());
        findings.sort(Comparator.comparing(Finding::fault)); // stable: within a kind as found
        Map<Split, SplitSummary> splits = new EnumMap<>(Split.class);
        data.samples().forEach((split, list) -> splits.put(split, SplitSummary.of(list, data.classes())));
        return new Inspection(data.source(), data.classes(), splits, findings, data.notes());
    }

    /** Number of findings of a kind. */
    public long count(Fault fault) {
        return findings.stream().filter(finding -> finding.fault() == fault).count();
    }

    /** The figures of a split, if the source has it. */
    public Optional<SplitSummary> split(Split split) {
        return Optional.ofNullable(splits.get(split));
    }

    /** A report to read on a terminal. */
    public List<String> lines() {
        return new InspectionText(this).lines();
    }

    /** Everything, for programs: the keys are those of the records. */
    public String json() {
        return InspectionJson.of(this);
    }

    private static List<Sample> distinct(Dataset data) {
        Map<Path, Sample> samples = new LinkedHashMap<>();
        data.samples().values().forEach(list -> list.forEach(sample -> samples.put(sample.image(), sample)));
        return List.copyOf(samples.values());
    }

    private static Map<Path, String> checksums(List<PixelCheck> checks) {
        Map<Path, String> checksums = new LinkedHashMap<>();
        checks.forEach(check -> checksums.put(check.image(), check.checksum()));
        return checksums;
    }

    private static List<Finding> selfCrossing(Sample sample) {
        return sample.labels().stream()
                .filter(label -> Polygon.crossesItself(label.polygon()))
                .map(label -> new Finding(
                        Fault.SELF_CROSSING,
                        sample.image(),
                        0,
                        "an outline of class %d crosses itself; what it winds around twice counts as outside"
                                .formatted(label.classIndex())))
                .toList();
    }

    private static List<Finding> beyondEdge(Sample sample) {
        List<Finding> findings = new ArrayList<>();
        for (Label label : sample.labels()) {
            Box box = label.box();
            double left = Math.max(-box.x1(), -box.y1());
            double most = Math.max(left, Math.max(box.x2() - sample.width(), box.y2() - sample.height()));
            if (most > 1) {
                String detail = String.format(
                        Locale.ROOT,
                        "a box of class %d reaches %.1f pixels past the edge; it is clipped",
                        label.classIndex(),
                        most);
                findings.add(new Finding(Fault.BEYOND_EDGE, sample.image(), 0, detail));
            }
        }
        return findings;
    }
}
