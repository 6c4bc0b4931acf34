package io.candor.decide;

import io.candor.metric.AnnotatedRegion;
import io.candor.metric.MatchedDetections;
import io.candor.metric.Resampled;
import java.util.Arrays;
import java.util.List;

/** Every {@link PolicyFigure}, for any weights of the images. */
final class PolicyFigures implements Resampled {

    private final Costs costs;
    private final int images;
    private final int[] objects;
    /** Objects whose detection is rejected or reviewed. */
    private final int[] caught;

    private final int[] falseCalls;
    private final int[] hits;
    private final int[] reviews;
    private final Action[] verdict;

    PolicyFigures(MatchedDetections matched, List<Band> bands, Costs costs) {
        this.costs = costs;
        images = matched.set().images().size();
        objects = new int[images];
        caught = new int[images];
        falseCalls = new int[images];
        hits = new int[images];
        reviews = new int[images];
        verdict = new Action[images];
        Arrays.fill(verdict, Action.ACCEPT);
        for (int o = 0; o < matched.set().objects(); o++) {
            boolean counts = matched.set().region(o).kind() == AnnotatedRegion.Kind.OBJECT;
            objects[matched.set().objectImage(o)] += counts ? 1 : 0;
        }
        for (int r = 0; r < matched.size(); r++) {
            if (!matched.excused(r)) {
                count(matched, r, bands.get(matched.classIndex(r)).action(matched.confidence(r)));
            }
        }
    }

    private void count(MatchedDetections matched, int row, Action action) {
        int image = matched.image(row);
        verdict[image] = verdict[image].or(action);
        caught[image] += action != Action.ACCEPT && matched.right(row) ? 1 : 0;
        reviews[image] += action == Action.REVIEW ? 1 : 0;
        hits[image] += action == Action.REJECT && matched.right(row) ? 1 : 0;
        falseCalls[image] += action == Action.REJECT && !matched.right(row) ? 1 : 0;
    }

    /** In the order of {@link PolicyFigure}. */
    @Override
    public double[] figures(int[] weights) {
        double count = 0;
        double objectCount = 0;
        double escapes = 0;
        double calls = 0;
        double right = 0;
        double looks = 0;
        double[] byVerdict = new double[2];
        double faulty = 0;
        double escaped = 0;
        double clean = 0;
        double overkill = 0;
        for (int i = 0; i < images; i++) {
            int w = weights[i];
            count += w;
            objectCount += w * (double) objects[i];
            escapes += w * (double) (objects[i] - caught[i]);
            calls += w * (double) falseCalls[i];
            right += w * (double) hits[i];
            looks += w * (double) reviews[i];
            byVerdict[0] += verdict[i] == Action.REJECT ? w : 0;
            byVerdict[1] += verdict[i] == Action.REVIEW ? w : 0;
            faulty += objects[i] > 0 ? w : 0;
            escaped += objects[i] > 0 && verdict[i] == Action.ACCEPT ? w : 0;
            clean += objects[i] == 0 ? w : 0;
            overkill += objects[i] == 0 && verdict[i] == Action.REJECT ? w : 0;
        }
        double cost = costs.falseCall() * calls + costs.escape() * escapes + costs.review() * looks;
        return new double[] {
            cost / count,
            escapes / objectCount,
            calls / count,
            looks / count,
            right / (right + calls),
            byVerdict[0] / count,
            byVerdict[1] / count,
            escaped / faulty,
            overkill / clean
        };
    }
}
