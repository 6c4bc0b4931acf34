package io.candor.run;

import io.candor.train.Input;

/** The side of the network's input. */
final class ImageSize {

    private ImageSize() {}

    /** The next multiple of the network's stride; the listener is told if that is another number. */
    static int rounded(int asked, RunListener listener) {
        int size = Input.roundedUp(asked);
        if (size != asked) {
            listener.say("imgsz %d is not a multiple of %d: using %d.".formatted(asked, Input.STRIDE, size));
        }
        return size;
    }
}
