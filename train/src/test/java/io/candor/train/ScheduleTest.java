package io.candor.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sgd_linear_nb63_e10_b16",
                "sgd_cosine_nb63_e10_b16",
                "auto_adamw_linear_nb63_e10_b16",
                "auto_adamw_cosine_nb63_e10_b16",
                "sgd_linear_nb10_e20_b16",
                "sgd_linear_nb12_e6_b48",
                "sgd_linear_nb12_e6_b24",
                "auto_sgd_linear_nb2600_e4_b64_samples",
                "sgd_linear_no_warmup_nb5_e3_b64"
            })
    void follows_the_reference_at_every_iteration(String name) {
        JsonNode trace = Golden.json("lr/lr_traces.json").get(name);
        Schedule schedule = schedule(trace.get("settings"));
        long[] iterations = iterations(trace);
        boolean whole = !trace.has("iterations");

        long lastStep = -1;
        long steps = 0;
        for (int i = 0; i < iterations.length; i++) {
            Schedule.Point point = schedule.at(iterations[i]);
            String where = "%s at iteration %d".formatted(name, iterations[i]);
            near(point.rates().biases(), trace.get("lr_bias").get(i), where);
            near(point.rates().weights(), trace.get("lr_conv_weight").get(i), where);
            near(point.rates().norms(), trace.get("lr_norm_weight").get(i), where);
            near(point.momentum(), trace.get("momentum_or_beta1").get(i), where);
            assertThat(point.accumulate())
                    .as(where)
                    .isEqualTo(trace.get("accumulate").get(i).asInt());
            if (whole) {
                boolean now = schedule.steps(iterations[i], lastStep);
                assertThat(now ? 1 : 0)
                        .as(where)
                        .isEqualTo(trace.get("optimizer_step").get(i).asInt());
                lastStep = now ? iterations[i] : lastStep;
                steps += now ? 1 : 0;
            }
        }
        if (whole) {
            assertThat(schedule.steps()).isEqualTo(steps);
        }
    }

    private static long[] iterations(JsonNode trace) {
        return trace.has("iterations")
                ? LongStream.range(0, trace.get("iterations").size())
                        .map(i -> trace.get("iterations").get((int) i).asLong())
                        .toArray()
                : LongStream.range(0, trace.get("lr_bias").size()).toArray();
    }

    private static void near(double found, JsonNode expected, String where) {
        assertThat(found).as(where).isCloseTo(expected.asDouble(), within(1e-12));
    }

    private static Schedule schedule(JsonNode settings) {
        Optimization wanted = Optimization.defaults()
                .with(OptimizerName.of(settings.get("optimizer_setting").asText()))
                .with(settings.get("cos_lr").asBoolean() ? Curve.COSINE : Curve.LINEAR)
                .with(new Warmup(settings.get("warmup_epochs").asDouble(), 0.8, 0.1));
        int batch = settings.get("batch").asInt();
        int epochs = settings.get("epochs").asInt();
        long iterations = wanted.iterations(settings.get("images").asInt(), batch, epochs);
        assertThat(iterations).isEqualTo(settings.get("iterations_used_by_auto").asLong());
        OptimizerPlan plan = OptimizerPlan.of(wanted, settings.get("nc").asInt(), iterations);
        assertThat(plan.optimizer())
                .isEqualTo(OptimizerName.of(settings.get("chosen").asText()));
        return new Schedule(
                wanted,
                plan,
                new Schedule.Extent(epochs, settings.get("batches_per_epoch").asInt(), batch));
    }

    @Test
    void the_last_epoch_ends_near_the_last_rate() {
        Optimization wanted = Optimization.defaults().with(OptimizerName.SGD);
        Schedule schedule = new Schedule(wanted, OptimizerPlan.of(wanted, 3, 100), new Schedule.Extent(200, 10, 64));

        double rate = schedule.at(1999).rates().weights();

        assertThat(rate).isCloseTo(0.01 * (0.005 * 0.99 + 0.01), within(1e-12));
    }
}
