package io.candor.run;

import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.read.ImageReader;
import io.candor.data.read.UnreadableImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Goes through pictures one by one: says which cannot be read, and how far it is. */
final class PictureLoop {

    private PictureLoop() {}

    /** What is done with a picture. */
    interface Step<T> {
        T take(Path file, Image image) throws IOException;
    }

    /**
     * What came of each picture that can be read.
     *
     * @throws InvalidInput if none can
     */
    static <T> List<T> each(List<Path> images, Step<T> step, RunListener listener) throws IOException {
        List<T> results = new ArrayList<>();
        long started = System.nanoTime();
        for (int i = 0; i < images.size(); i++) {
            try {
                results.add(step.take(images.get(i), ImageReader.read(images.get(i))));
            } catch (UnreadableImage unreadable) {
                listener.say("Skipped " + unreadable.getMessage());
            }
            double rate = (i + 1) / ((System.nanoTime() - started) / 1e9);
            listener.progress(new Progress(
                    "predict",
                    i + 1,
                    images.size(),
                    OptionalDouble.of(rate),
                    OptionalDouble.of((images.size() - i - 1) / rate),
                    List.of()));
        }
        if (results.isEmpty()) {
            throw new InvalidInput(
                    "source",
                    "None of the %d pictures can be read; see above why. Give others.".formatted(images.size()));
        }
        return results;
    }
}
