package io.candor.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.Box;
import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.EvaluationSet;
import io.candor.metric.Extent;
import io.candor.metric.MatchedDetections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionPolicyTest {

    private static final Box BOX = new Box(0, 0, 10, 10);
    private static final Costs COSTS = new Costs(1, 10, .5);
    private static final BootstrapSettings FEW = BootstrapSettings.defaults().withResamples(50);

    @TempDir
    private Path folder;

    private static DecisionPolicy policy() {
        return new DecisionPolicy(
                DecidedScene.CLASSES,
                List.of(new Band(.2, .6), Band.NEVER),
                "by hand",
                new PolicyOrigin("abc", "cafe", "beef"));
    }

    @Test
    void an_image_fails_when_any_detection_does_and_is_reviewed_when_one_is_in_doubt() {
        DecisionPolicy policy = policy();
        assertThat(policy.decide(List.of()).action()).isEqualTo(Action.ACCEPT);
        assertThat(policy.decide(List.of(found(0, .1), found(1, .99))).action()).isEqualTo(Action.ACCEPT);
        assertThat(policy.decide(List.of(found(0, .1), found(0, .2))).action()).isEqualTo(Action.REVIEW);
        ImageVerdict verdict = policy.decide(List.of(found(0, .3), found(0, .6), found(1, .9)));
        assertThat(verdict.action()).isEqualTo(Action.REJECT);
        assertThat(verdict.detections()).containsExactly(Action.REVIEW, Action.REJECT, Action.ACCEPT);
    }

    private static Detection found(int classIndex, double confidence) {
        return new Detection(classIndex, confidence, BOX);
    }

    /** Four boards: rejected rightly and reviewed, escaped, clean and rejected, clean and accepted. */
    @Test
    void figures_of_a_few_boards_counted_by_hand() {
        EvaluationSet.Builder set = EvaluationSet.builder(DecidedScene.CLASSES);
        DecidedScene.add(set, set.image("a"), 0, new double[] {0, .9, 1});
        DecidedScene.add(set, set.image("a"), 0, new double[] {100, .3, 1});
        DecidedScene.add(set, set.image("a"), 0, new double[] {200, .4, 0});
        DecidedScene.add(set, set.image("b"), 1, new double[] {0, .9, 1});
        DecidedScene.add(set, set.image("c"), 0, new double[] {0, .7, 0});
        set.image("d");
        MatchedDetections matched = MatchedDetections.of(set.build(), .5);
        PolicyEffect effect = PolicyEffect.of(matched, policy().bands(), COSTS, FEW);
        assertThat(value(effect, PolicyFigure.COST)).isCloseTo((1 + 10 + 2 * .5) / 4, within(1e-12));
        assertThat(value(effect, PolicyFigure.ESCAPES)).isCloseTo(1 / 3., within(1e-12));
        assertThat(value(effect, PolicyFigure.FALSE_CALLS)).isEqualTo(.25);
        assertThat(value(effect, PolicyFigure.REVIEWS)).isEqualTo(.5);
        assertThat(value(effect, PolicyFigure.PRECISION)).isEqualTo(.5);
        assertThat(value(effect, PolicyFigure.REJECTED)).isEqualTo(.5);
        assertThat(value(effect, PolicyFigure.REVIEWED)).isZero();
        assertThat(value(effect, PolicyFigure.ESCAPED)).isEqualTo(.5);
        assertThat(value(effect, PolicyFigure.OVERKILL)).isEqualTo(.5);
    }

    private static double value(PolicyEffect effect, PolicyFigure figure) {
        return effect.row(figure).value();
    }

    @Test
    void figures_have_intervals_and_without_clean_images_there_is_no_overkill() {
        PolicyEffect effect = PolicyEffect.of(DecidedScene.matched(1, 80), policy().bands(), COSTS, FEW);
        PolicyEffect.Row cost = effect.row(PolicyFigure.COST);
        assertThat(cost.value())
                .isBetween(cost.interval().low(), cost.interval().high());
        EvaluationSet.Builder full = EvaluationSet.builder(DecidedScene.CLASSES);
        DecidedScene.add(full, full.image("a"), 0, new double[] {0, .9, 1});
        PolicyEffect only = PolicyEffect.of(MatchedDetections.of(full.build(), .5), policy().bands(), COSTS, FEW);
        assertThat(value(only, PolicyFigure.OVERKILL)).isNaN();
    }

    @Test
    void a_policy_comes_back_from_its_file() {
        Path file = folder.resolve("policy.json");
        PolicyFile.write(file, policy(), PolicyEffect.of(DecidedScene.matched(1, 20), policy().bands(), COSTS, FEW));
        assertThat(DecisionPolicy.read(file)).isEqualTo(policy());
    }

    @Test
    void a_policy_by_masks_is_none_for_boxes() throws IOException {
        Path file = folder.resolve("policy.json");
        DecisionPolicy masks = new DecisionPolicy(
                policy().classes(), policy().bands(), "by hand", new PolicyOrigin("", "", "", Extent.MASK));
        PolicyFile.write(file, masks, PolicyEffect.of(DecidedScene.matched(1, 20), policy().bands(), COSTS, FEW));
        assertThat(DecisionPolicy.read(file)).isEqualTo(masks);
        masks.requireExtent(Extent.MASK, "p.json");
        assertThatThrownBy(() -> masks.requireExtent(Extent.BOX, "p.json"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("p.json was chosen by masks, and here boxes are compared");
        ObjectNode older = (ObjectNode) new JsonMapper().readTree(file.toFile());
        older.remove("overlap");
        Files.writeString(file, older.toString());
        assertThat(DecisionPolicy.read(file).origin().extent()).isEqualTo(Extent.BOX);
        older.put("overlap", "hull");
        Files.writeString(file, older.toString());
        assertThatThrownBy(() -> DecisionPolicy.read(file))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("'hull'");
    }

    @Test
    void the_effect_comes_back_and_files_without_costs_are_still_read() throws IOException {
        Path file = folder.resolve("policy.json");
        PolicyEffect effect = PolicyEffect.of(
                MatchedDetections.of(DecidedScene.matched(1, 20).set(), .75), policy().bands(), COSTS, FEW);
        PolicyFile.write(file, policy(), effect);
        assertThat(PolicyEffect.read(file)).isEqualTo(effect);
        assertThat(effect.iou()).isEqualTo(.75);
        ObjectNode older = (ObjectNode) new JsonMapper().readTree(file.toFile());
        ((ObjectNode) older.get("effect")).remove(List.of("costs", "match_iou"));
        Files.writeString(file, older.toString());
        assertThat(PolicyEffect.read(file).costs()).isEmpty();
        assertThat(PolicyEffect.read(file).iou()).isEqualTo(.5);
    }

    @Test
    void a_policy_for_other_confidences_is_refused() {
        policy().requireFor("abc", "cafe", "p.json");
        assertThatThrownBy(() -> policy().requireFor("other", "cafe", "p.json"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("other weights");
        assertThatThrownBy(() -> policy().requireFor("abc", "", "p.json")).hasMessageContaining("another calibration");
        DecisionPolicy raw =
                new DecisionPolicy(DecidedScene.CLASSES, policy().bands(), "by hand", new PolicyOrigin("", "", ""));
        raw.requireFor("any", "", "p.json");
        assertThatThrownBy(() -> raw.requireFor("any", "cafe", "p.json"))
                .hasMessageContaining("a calibration is applied");
    }

    @Test
    void files_that_are_none_are_refused() throws IOException {
        Path file = folder.resolve("policy.json");
        PolicyFile.write(file, policy(), PolicyEffect.of(DecidedScene.matched(1, 20), policy().bands(), COSTS, FEW));
        String good = Files.readString(file);
        refused(good.replace("\"version\" : 1", "\"version\" : 7"), "version 7");
        refused(good.replace("\"review_from\" : 0.2", "\"review_from\" : 0.9"), "review from 0.9");
        refused(good.replace("\"reject_from\"", "\"reject\""), "reject_from is missing");
        refused(good.substring(0, 100), "not valid JSON");
        refused("{}", "no candor-policy file");
    }

    private void refused(String text, String mentioned) throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.json"), text);
        assertThatThrownBy(() -> DecisionPolicy.read(bad))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("bad.json")
                .hasMessageContaining(mentioned)
                .hasMessageContaining("candor decide");
    }
}
