package io.candor.run.experiment;

import io.candor.data.AtomicFile;
import io.candor.report.Html;
import io.candor.report.PageStyle;
import io.candor.run.experiment.Experiment.Arm;
import io.candor.run.experiment.Experiment.Block;
import io.candor.run.experiment.Experiment.Cell;
import io.candor.run.experiment.Experiment.Effect;
import io.candor.run.experiment.Experiment.Picture;
import io.candor.run.experiment.Experiment.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * One HTML file that shows a comparison: no network, no script, no second file. It follows the reader's light or dark
 * setting, prints, and fits a phone. The drawings are written as PNG beside it.
 */
public final class ExperimentReport {

    /** What the shared style sheet lacks: any number of arms. */
    private static final String STYLE =
            ".views{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:10px;margin-bottom:18px}"
                    + ".views figcaption{grid-column:1/-1;margin:0;text-align:left}"
                    + ".views img{display:block;width:100%;border-radius:6px}.views span{display:block;font-size:13px;color:var(--faint)}"
                    + ".many{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(300px,100%),1fr));gap:20px}"
                    + ".wide-two{grid-template-columns:repeat(auto-fill,minmax(min(420px,100%),1fr))}"
                    + ".strong{fill:var(--ink);font-weight:600}.sub{margin:28px 0 12px;font-size:24px}"
                    + "td small{white-space:nowrap}th small{white-space:normal}th:first-child small{min-width:150px}";

    private final Experiment experiment;
    private final StringBuilder page = new StringBuilder();

    private ExperimentReport(Experiment experiment) {
        this.experiment = experiment;
    }

    /** Writes the page, replacing an older one at once. */
    public static void write(Path file, Experiment experiment) {
        AtomicFile.write(file, html(experiment));
    }

    /** Writes the drawings: differences, curves, reliability, of each condition. */
    public static void writePictures(Path folder, Experiment experiment) {
        for (int b = 0; b < experiment.blocks().size(); b++) {
            Block block = experiment.blocks().get(b);
            String suffix = experiment.blocks().size() == 1 ? ".png" : "-%d.png".formatted(b + 1);
            Drawings drawings = new Drawings(block);
            png(folder.resolve("differences" + suffix), drawings.differences());
            png(folder.resolve("curves" + suffix), drawings.curves());
            png(folder.resolve("reliability" + suffix), drawings.reliability());
        }
    }

    private static void png(Path file, List<Sketch> sketches) {
        if (!sketches.isEmpty()) {
            Sketch.png(file, sketches);
        }
    }

    /** The page's text. */
    public static String html(Experiment experiment) {
        return new ExperimentReport(experiment).render();
    }

    private String render() {
        head();
        experiment.blocks().forEach(this::verdict);
        experiment.blocks().forEach(this::block);
        small("What the figures mean", experiment.definitions());
        small("Where this comes from", experiment.provenance());
        return page.append("</main></body></html>\n").toString();
    }

    private void head() {
        add("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        add("<meta name=\"color-scheme\" content=\"light dark\">");
        add("<title>" + Html.escape(experiment.title()) + "</title><style>" + PageStyle.css() + STYLE);
        add("</style></head><body><main><header><p class=\"brand\">Candor</p><h1>");
        add(Html.escape(experiment.title()) + "</h1>");
        experiment.story().forEach(text -> add("<p class=\"story\">" + Html.escape(text) + "</p>"));
        add("</header>");
    }

    private void verdict(Block block) {
        Verdict verdict = new Verdict(block, experiment.subject());
        add("<section class=\"verdict\">" + condition(block, "p") + "<h2>" + Html.escape(verdict.headline()));
        add("</h2><ul>");
        verdict.sentences().forEach(sentence -> add("<li>" + Html.escape(sentence) + "</li>"));
        add("</ul></section>");
    }

    private static String condition(Block block, String element) {
        return block.name().isEmpty()
                ? ""
                : "<%s class=\"brand\">%s</%s>".formatted(element, Html.escape(block.name()), element);
    }

    private void block(Block block) {
        if (!block.name().isEmpty()) {
            add("<h2 class=\"sub\">" + Html.escape(block.name()) + "</h2>");
        }
        Drawings drawings = new Drawings(block);
        table(block);
        section("How far each arm is from " + block.arms().get(0).name(), drawings.differences(), block);
        add("<p class=\"note\">Line: 95&nbsp;% interval over the samples. Small dots below: the seeds, one each.</p>");
        add("</section>");
        List<Sketch> training = new java.util.ArrayList<>(drawings.curves());
        if (!block.arms().get(0).perClass().isEmpty()) {
            training.add(drawings.classes(
                    block.row(block.rows().get(0).figure()).figure() == Figure.MAP50_95
                            ? "mAP50-95 by class"
                            : "recall by class"));
        }
        if (!training.isEmpty()) {
            section("While training, and by class", training, block);
            add("</section>");
        }
        trust(drawings);
        pictures(block);
    }

    // ---- the table

    private void table(Block block) {
        add("<section><h2>The numbers</h2><div class=\"scroll\"><table><thead><tr><th>figure</th>");
        for (int a = 0; a < block.arms().size(); a++) {
            Arm arm = block.arms().get(a);
            add("<th>" + key(a) + Html.escape(arm.name()));
            add(arm.settings().isEmpty() ? "" : "<small>" + Html.escape(arm.settings()) + "</small>");
            add("</th>");
        }
        add("</tr></thead><tbody>");
        block.rows().forEach(this::row);
        add("</tbody></table></div><p class=\"note\">Values are means over " + block.seeds());
        add(block.seeds() == 1 ? " training" : " trainings, one per seed");
        add(". Below: the difference from the first column, and its 95&nbsp;% interval over the " + block.images());
        add(" samples. Coloured: the interval leaves zero out");
        add(block.seeds() > 1 ? " and the seeds agree on the sign.</p></section>" : ".</p></section>");
    }

    private void row(Row row) {
        String better = row.figure().better().words();
        String note = row.note().isEmpty() || better.isEmpty() ? row.note() + better : row.note() + "; " + better;
        add("<tr><th>" + Html.escape(row.figure().toString()) + "<small>" + Html.escape(note) + "</small></th>");
        for (int a = 0; a < row.cells().size(); a++) {
            cell(row, a);
        }
        add("</tr>");
    }

    private void cell(Row row, int arm) {
        Cell cell = row.cells().get(arm);
        Effect effect = row.effect(arm);
        add("<td class=\"" + effect.name().toLowerCase(Locale.ROOT) + "\">" + Numbers.plain(cell.value()));
        if (arm > 0 && !Double.isNaN(cell.difference())) {
            add("<small>" + Numbers.signed(cell.difference()) + word(effect) + "</small>");
            add(
                    cell.differenceInterval().isKnown()
                            ? "<small>" + Numbers.range(cell.differenceInterval()) + "</small>"
                            : "");
        }
        add("</td>");
    }

    private static String word(Effect effect) {
        return switch (effect) {
            case BETTER -> " better";
            case WORSE -> " worse";
            case NONE -> " may be chance";
            case UNKNOWN -> "";
        };
    }

    // ---- drawings

    private void section(String title, List<Sketch> sketches, Block block) {
        add("<section><h2>" + Html.escape(title) + "</h2>" + legend(block) + "<div class=\"many wide-two\">");
        sketches.forEach(this::figure);
        add("</div>");
    }

    private void figure(Sketch sketch) {
        add("<figure>" + sketch.svg() + "<figcaption>" + Html.escape(sketch.title()) + "</figcaption></figure>");
    }

    private void trust(Drawings drawings) {
        add("<section><h2>Can the confidence be trusted?</h2><p>Of the claims made with a confidence of about 0.7, ");
        add("seven in ten should be right. Bars above the dashed line: too modest; below: too sure.</p>");
        add("<div class=\"many\">");
        drawings.reliability().forEach(this::figure);
        drawings.histograms().forEach(this::figure);
        add("</div></section>");
    }

    private void pictures(Block block) {
        if (block.pictures().isEmpty()) {
            return;
        }
        add("<section><h2>Pictures</h2>");
        for (Picture picture : block.pictures()) {
            add("<figure class=\"views\">");
            picture.views().forEach(view -> {
                add("<div><img alt=\"" + Html.escape(picture.caption() + ", " + view.name()) + "\" src=\"");
                add(Html.inline(picture.type(), view.bytes()) + "\"><span>" + Html.escape(view.name()));
                add("</span></div>");
            });
            add("<figcaption>" + Html.escape(picture.caption()) + "</figcaption></figure>");
        }
        add("</section>");
    }

    private static String legend(Block block) {
        StringBuilder legend = new StringBuilder("<p class=\"note\">");
        for (int a = 0; a < block.arms().size(); a++) {
            legend.append(key(a))
                    .append(Html.escape(block.arms().get(a).name()))
                    .append(" &nbsp; ");
        }
        return legend.append("</p>").toString();
    }

    private static String key(int arm) {
        return "<i class=\"key\" style=\"background:" + Sketch.color(arm) + "\"></i>";
    }

    // ---- the small print

    private void small(String title, java.util.Map<String, String> entries) {
        add("<section><h2>" + Html.escape(title) + "</h2><dl>");
        entries.forEach(
                (name, text) -> add("<div><dt>" + Html.escape(name) + "</dt><dd>" + Html.escape(text) + "</dd></div>"));
        add("</dl></section>");
    }

    private void add(String text) {
        page.append(text);
    }
}
