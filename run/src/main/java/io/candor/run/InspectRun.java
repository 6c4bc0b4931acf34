package io.candor.run;

import io.candor.data.Image;
import io.candor.data.inspect.ContactSheet;
import io.candor.data.inspect.Inspection;
import io.candor.data.read.Dataset;
import io.candor.data.read.ImageWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Checks a data set and reports: what is wrong with it, what is in it, and a contact sheet with the labels drawn.
 *
 * @param settings of {@link InspectKeys}
 */
public record InspectRun(Settings settings) {

    /**
     * Where the result is.
     *
     * @param folder with inspection.txt, inspection.json and contact_sheet.png
     * @param inspection the same as an object
     */
    public record Result(RunFolder folder, Inspection inspection) {}

    /** An inspection of a data set. */
    public static InspectRun of(Path data) {
        return new InspectRun(Settings.of(InspectKeys.ALL).with(InspectKeys.DATA, data));
    }

    /** A copy with one more setting. */
    public <T> InspectRun with(Key<T> key, T value) {
        return new InspectRun(settings.with(key, value));
    }

    /**
     * Inspects and writes the run folder.
     *
     * @throws io.candor.data.InvalidInput if the data set as a whole cannot be used
     */
    public Result run(RunListener listener) throws IOException {
        Dataset dataset = TrainingData.read(settings);
        Inspection inspection = Inspection.of(dataset);
        RunFolder folder = RunFolder.of(settings, InspectKeys.NAME);
        inspection.lines().forEach(listener::say);
        folder.write("inspection.txt", String.join("\n", inspection.lines()) + "\n");
        folder.write("inspection.json", inspection.json());
        Optional<Image> sheet = ContactSheet.of(dataset, ContactSheet.Options.defaults());
        sheet.ifPresent(image -> ImageWriter.write(image, folder.file("contact_sheet.png")));
        return new Result(folder, inspection);
    }
}
