package io.candor.run;

import io.candor.data.synth.SynthDataset;
import io.candor.data.synth.SynthOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A small data set for tests that need one. */
final class DrawnBoards {

    private DrawnBoards() {}

    /** Draws eight training and four validation images of 96 pixels; returns the data.yaml. */
    static Path in(Path folder) {
        try {
            SynthDataset.write(
                    folder,
                    SynthOptions.defaults().withImages(8, 4, 0).withSize(96).withDefects(2, 3));
            return folder.resolve("data.yaml");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
