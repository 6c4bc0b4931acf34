package io.candor.run;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How far a job is.
 *
 * @param stage what is being done, "epoch 3/10"
 * @param done steps of the stage that are finished
 * @param total steps of the stage
 * @param imagesPerSecond since the stage began, if images are what is counted
 * @param secondsLeft until the whole job ends, if that can be told
 * @param facts short texts such as "box 1.23"
 */
public record Progress(
        String stage,
        int done,
        int total,
        OptionalDouble imagesPerSecond,
        OptionalDouble secondsLeft,
        List<String> facts) {
    public Progress {
        facts = List.copyOf(facts);
    }
}
