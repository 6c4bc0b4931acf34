package io.candor.run.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ComparisonReportTest {

    private static final Comparison SAMPLE = ComparisonSample.comparison(
            ComparisonSample.run("no smoothing", 0, 0.6, 1.0, 0.1),
            ComparisonSample.run("smoothing 0.1", 0.1, 0.55, 1.6, 0.05));

    @TempDir
    Path folder;

    @Test
    void the_page_needs_neither_network_nor_script() {
        String html = ComparisonReport.html(SAMPLE);
        assertThat(html).doesNotContain("http:", "https:", "<script", "<link", "@import", "url(");
        assertThat(html).contains("prefers-color-scheme: dark", "@media print", "width=device-width");
    }

    @Test
    void every_figure_of_both_runs_and_its_difference_are_there() {
        String html = ComparisonReport.html(SAMPLE);
        assertThat(html)
                .contains(
                        "<td>0.600</td><td>0.550</td><td class=\"worse\">−0.050<small>worse</small><small>−0.070 to −0.030</small></td>")
                .contains("<td>1.000</td><td>1.600</td><td class=\"worse\">+0.600")
                .contains("<td>0.100</td><td>0.050</td><td class=\"better\">−0.050")
                .contains("at a recall of 0.800")
                .contains("D-ECE, 10 bins of equal width");
    }

    @Test
    void text_cannot_break_the_page() {
        assertThat(ComparisonReport.html(SAMPLE))
                .contains("&lt;random&gt; weights")
                .doesNotContain("<random>");
    }

    @Test
    void drawings_are_well_formed_and_hold_every_bin() throws Exception {
        Matcher svg = Pattern.compile("<svg.*?</svg>").matcher(ComparisonReport.html(SAMPLE));
        int drawings = 0;
        while (svg.find()) {
            parse(svg.group());
            drawings++;
        }
        assertThat(drawings).isEqualTo(6);
        assertThat(ComparisonCharts.reliability(SAMPLE.plain(), "plain"))
                .contains("circle")
                .doesNotContain("NaN");
        assertThat(ComparisonCharts.reliability(SAMPLE.plain(), "plain").split("<circle", -1))
                .hasSize(9); // 8 bins hold something
    }

    @Test
    void histograms_share_one_scale() {
        assertThat(ComparisonCharts.most(SAMPLE.plain(), SAMPLE.smoothed())).isEqualTo(4 * 81);
    }

    @Test
    void an_older_report_is_replaced() throws IOException {
        Path file = folder.resolve("report.html");
        Files.writeString(file, "old");
        ComparisonReport.write(file, SAMPLE);
        assertThat(Files.readString(file)).startsWith("<!doctype html>").endsWith("</html>\n");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    private static void parse(String svg) throws ParserConfigurationException, SAXException, IOException {
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
