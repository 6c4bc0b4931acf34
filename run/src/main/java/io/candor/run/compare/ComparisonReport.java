package io.candor.run.compare;

import io.candor.report.Html;
import io.candor.report.PageStyle;
import io.candor.run.compare.Comparison.Picture;
import io.candor.run.compare.Comparison.Run;
import io.candor.run.compare.Verdict.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * One HTML file that shows a comparison: no network, no script, no second file. It follows the reader's light or dark
 * setting, prints, and fits a phone.
 */
public final class ComparisonReport {

    private final Comparison comparison;
    private final Verdict verdict;
    private final StringBuilder page = new StringBuilder();

    private ComparisonReport(Comparison comparison) {
        this.comparison = comparison;
        this.verdict = new Verdict(comparison);
    }

    /** Write the page, replacing an older one at once. */
    public static void write(Path file, Comparison comparison) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(temporary, html(comparison));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The page's text. */
    public static String html(Comparison comparison) {
        return new ComparisonReport(comparison).render();
    }

    private String render() {
        head();
        verdictCard();
        table();
        learning();
        trust();
        pictures();
        definitions();
        provenance();
        page.append("</main></body></html>\n");
        return page.toString();
    }

    private void head() {
        add("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        add("<meta name=\"color-scheme\" content=\"light dark\">");
        add("<title>" + Html.escape(comparison.title()) + "</title><style>" + PageStyle.css()
                + "</style></head><body><main>");
        add("<header><p class=\"brand\">Candor</p><h1>" + Html.escape(comparison.title()) + "</h1>");
        comparison.story().forEach(text -> add("<p class=\"story\">" + Html.escape(text) + "</p>"));
        add("</header>");
    }

    private void verdictCard() {
        add("<section class=\"verdict\"><h2>" + Html.escape(verdict.headline()) + "</h2><ul>");
        verdict.sentences().forEach(sentence -> add("<li>" + Html.escape(sentence) + "</li>"));
        add("</ul></section>");
    }

    // ---- the table

    private void table() {
        add("<section><h2>The numbers</h2><div class=\"scroll\"><table><thead><tr><th>figure</th><th>");
        add(key("plain") + Html.escape(comparison.plain().name()) + "</th><th>");
        add(key("smooth") + Html.escape(comparison.smoothed().name()) + "</th><th>difference</th></tr></thead><tbody>");
        Figure.all(comparison).forEach(this::row);
        add("</tbody></table></div><p class=\"note\">Below each difference stands its 95&nbsp;% interval over the ");
        add(comparison.images()
                + " images. A coloured difference is one whose interval leaves zero out.</p></section>");
    }

    private void row(Figure figure) {
        add("<tr><th>" + Html.escape(figure.name()) + "<small>" + Html.escape(figure.explanation())
                + "</small></th><td>"
                + Verdict.number(figure.plain()) + "</td><td>" + Verdict.number(figure.smoothed()) + "</td><td class=\""
                + figure.effect().name().toLowerCase(Locale.ROOT) + "\">" + Verdict.signed(figure.difference())
                + word(figure.effect())
                + (figure.hasInterval() ? "<small>" + figure.range() + "</small>" : "") + "</td></tr>");
    }

    private static String word(Effect effect) {
        return switch (effect) {
            case BETTER -> "<small>better</small>";
            case WORSE -> "<small>worse</small>";
            case NONE -> "<small>may be chance</small>";
            case UNKNOWN -> "";
        };
    }

    // ---- drawings

    private void learning() {
        Run plain = comparison.plain();
        Run smoothed = comparison.smoothed();
        add("<section><h2>While training, and by class</h2><div class=\"pair\"><figure>");
        add(ComparisonCharts.learning(plain, smoothed) + caption("mAP50 after each epoch") + "</figure><figure>");
        add(ComparisonCharts.classes(plain, smoothed) + caption("Average precision at IoU .5 by class") + "</figure>");
        add("</div>" + legend() + "</section>");
    }

    private void trust() {
        Run plain = comparison.plain();
        Run smoothed = comparison.smoothed();
        int most = Math.max(1, ComparisonCharts.most(plain, smoothed));
        add(
                "<section><h2>Can the confidence be trusted?</h2><p>Of the detections made with a confidence of about 0.7, ");
        add("seven in ten should be right. Bars above the dashed line: too modest; below: too sure.</p>");
        add("<div class=\"pair four\"><figure>" + ComparisonCharts.reliability(plain, "plain"));
        add(caption("Reliability, " + plain.name()) + "</figure><figure>");
        add(ComparisonCharts.reliability(smoothed, "smooth") + caption("Reliability, " + smoothed.name()));
        add("</figure><figure>" + ComparisonCharts.histogram(plain, "plain", most));
        add(caption("Right and wrong detections, " + plain.name()) + "</figure><figure>");
        add(ComparisonCharts.histogram(smoothed, "smooth", most));
        add(caption("Right and wrong detections, " + smoothed.name()) + "</figure></div></section>");
    }

    private void pictures() {
        if (comparison.pictures().isEmpty()) {
            return;
        }
        add("<section><h2>Pictures</h2>");
        for (Picture picture : comparison.pictures()) {
            add("<figure class=\"triple\">");
            image(picture, picture.truth(), "truth");
            image(picture, picture.plain(), comparison.plain().name());
            image(picture, picture.smoothed(), comparison.smoothed().name());
            add(caption(picture.caption()) + "</figure>");
        }
        add("</section>");
    }

    private void image(Picture picture, byte[] bytes, String which) {
        add("<div><img alt=\"" + Html.escape(picture.caption() + ", " + which) + "\" src=\""
                + Html.inline(picture.type(), bytes) + "\"><span>" + Html.escape(which) + "</span></div>");
    }

    // ---- the small print

    private void definitions() {
        add("<section><h2>What the figures mean</h2><dl>");
        comparison.definitions().forEach(this::entry);
        add("</dl></section>");
    }

    private void provenance() {
        add("<section><h2>Where this comes from</h2><dl class=\"wide\">");
        comparison.provenance().forEach(this::entry);
        add("</dl></section>");
    }

    private void entry(String name, String text) {
        add("<div><dt>" + Html.escape(name) + "</dt><dd>" + Html.escape(text) + "</dd></div>");
    }

    private String legend() {
        return "<p class=\"note\">" + key("plain")
                + Html.escape(comparison.plain().name()) + " &nbsp; " + key("smooth")
                + Html.escape(comparison.smoothed().name()) + "</p>";
    }

    private static String key(String style) {
        return "<i class=\"key " + style + "\"></i>";
    }

    private static String caption(String text) {
        return "<figcaption>" + Html.escape(text) + "</figcaption>";
    }

    private void add(String text) {
        page.append(text);
    }
}
