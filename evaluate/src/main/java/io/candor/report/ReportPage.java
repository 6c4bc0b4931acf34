package io.candor.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The page: a template, the numbers, the pictures and the scripts that draw them in one file. It loads nothing; its
 * content security policy allows no script but the ones written here.
 */
final class ReportPage {

    private ReportPage() {}

    /**
     * The page's text.
     *
     * @param numbers as in report.json
     * @param pictures parsed by the page when first needed
     * @param more further scripts, run before the others
     */
    static String html(JsonNode numbers, JsonNode pictures, List<String> more) {
        List<String> scripts = new ArrayList<>(more);
        scripts.add(Resource.echarts());
        scripts.add(Resource.text("report.js"));
        scripts.replaceAll(Html::code);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("hashes", scripts.stream().map(Html::hash).collect(Collectors.joining(" ")));
        values.put("style", PageStyle.css() + Resource.text("report.css"));
        values.put("title", Html.escape(numbers.at("/title").asText()));
        values.put("story", Html.escape(numbers.at("/summary/story").asText()));
        values.put("unit", numbers.path("task").asText().equals("classification") ? "predictions" : "detections");
        values.put("headline", Html.escape(numbers.at("/summary/headline").asText()));
        values.put("basis", Html.escape(numbers.at("/summary/basis").asText()));
        values.put("sentences", items(numbers.at("/summary/sentences")));
        values.put("advice", items(numbers.at("/summary/advice")));
        values.put("numbers", Html.script(numbers.toString()));
        values.put("pictures", Html.script(pictures.toString()));
        values.put(
                "scripts",
                scripts.stream()
                        .map(script -> "<script>" + script + "</script>")
                        .collect(Collectors.joining("\n")));
        return Html.fill(Resource.text("report.html"), values);
    }

    private static String items(JsonNode sentences) {
        return StreamSupport.stream(sentences.spliterator(), false)
                .map(sentence -> "<li>" + Html.escape(sentence.asText()) + "</li>")
                .collect(Collectors.joining());
    }
}
