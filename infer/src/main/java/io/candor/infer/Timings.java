package io.candor.infer;

import java.time.Duration;

/**
 * Where the time of one image went.
 *
 * @param reading decoding the file or converting pixels
 * @param preparing scaling, framing, numbers for the network
 * @param inference the network; of a batch, the whole batch
 * @param selecting suppression, calibration, decisions
 */
public record Timings(Duration reading, Duration preparing, Duration inference, Duration selecting) {

    /** All of it. */
    public Duration total() {
        return reading.plus(preparing).plus(inference).plus(selecting);
    }
}
