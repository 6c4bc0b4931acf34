package io.candor.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.metric.ConfidenceHistogram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The report of a detector or a classifier: one self-contained page, every number as JSON and every chart as PNG.
 *
 * @param page the page
 * @param numbers the JSON file
 */
public record Report(Path page, Path numbers) {

    public static final String PAGE = "report.html";
    public static final String NUMBERS = "report.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Writes everything into a folder, which is created if needed. */
    public static Report write(ReportContent content, Path folder) {
        return write(content, folder, List.of());
    }

    /** Writes the report of a classifier into a folder, which is created if needed. */
    public static Report write(ClassifierContent content, Path folder) {
        return write(content, folder, List.of());
    }

    static Report write(ClassifierContent content, Path folder, List<String> moreScripts) {
        ObjectNode pictures = ClassifierPictures.tree(content);
        ObjectNode numbers = ClassifierNumbers.tree(content);
        numbers.put("has_pictures", !pictures.get("items").isEmpty());
        numbers.putObject("galleries");
        Report report = write(numbers, pictures, folder, moreScripts);
        ClassificationCharts.write(content.evaluation(), ConfidenceHistogram.of(content.set()), folder);
        content.calibrated()
                .ifPresent(given -> ChartStyle.write(
                        ReliabilityChart.of(
                                " after calibration",
                                given.after(),
                                content.evaluation().settings().edges().toString()),
                        folder.resolve("reliability_calibrated.png")));
        return report;
    }

    static Report write(ReportContent content, Path folder, List<String> moreScripts) {
        ObjectNode pictures = ReportPictures.tree(content);
        ObjectNode numbers = ReportNumbers.tree(content);
        numbers.put("has_pictures", !pictures.get("items").isEmpty());
        ObjectNode galleries = numbers.putObject("galleries");
        for (String list : List.of("false_alarms", "misses")) {
            galleries.put(list, pictures.get(list).size());
        }
        Report report = write(numbers, pictures, folder, moreScripts);
        EvaluationCharts.write(content.evaluation(), folder);
        ReportCharts.write(content, numbers, folder);
        return report;
    }

    private static Report write(ObjectNode numbers, ObjectNode pictures, Path folder, List<String> moreScripts) {
        try {
            Files.createDirectories(folder);
            Path page = write(folder.resolve(PAGE), ReportPage.html(numbers, pictures, moreScripts));
            Path json = write(folder.resolve(NUMBERS), JSON.writeValueAsString(numbers));
            return new Report(page, json);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report into " + folder, e);
        }
    }

    private static Path write(Path file, String text) throws IOException {
        Path partial = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            Files.writeString(partial, text);
            return Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
