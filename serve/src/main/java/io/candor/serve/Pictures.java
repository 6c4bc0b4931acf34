package io.candor.serve;

import io.candor.data.Image;
import io.candor.data.read.ImageReader;
import io.candor.data.read.Size;
import io.candor.data.read.UnreadableImage;
import io.javalin.http.Context;
import java.util.Optional;

/** Image files that clients sent, judged: never larger than allowed, counted, and no more at once than memory allows. */
final class Pictures {

    private final Models models;
    private final Limits limits;
    private final Metrics metrics;
    private final Budget pixels;

    /**
     * A judged picture.
     *
     * @param model that judged it
     */
    record Judged(Model model, Findings found) {}

    Pictures(Models models, Limits limits, Metrics metrics) {
        this.models = models;
        this.limits = limits;
        this.metrics = metrics;
        pixels = new Budget(limits.pixelsAtOnce());
    }

    /**
     * Waits for the answer.
     *
     * @throws Problem 400 if the file is no readable image, 413 if it has too many pixels, 429 or 503 if it is too much
     */
    Judged judge(Context context, byte[] file, String name, Optional<String> version) {
        Size size = size(file);
        try (Budget.Share share = pixels.take((long) size.width() * size.height(), limits.answer())) {
            Job.Picture job = new Job.Picture(decode(file));
            Model model = models.submit(name, version, job);
            Findings found = Answers.await(job.answer(), limits.answer());
            Exchange.of(context).asked(model);
            Exchange.of(context).found(found.count());
            metrics.found(name, found);
            return new Judged(model, found);
        }
    }

    /** As its header states: nothing has been decoded yet. */
    private Size size(byte[] file) {
        try {
            Size size = ImageReader.size(file, "image");
            if ((long) size.width() * size.height() > limits.imagePixels()) {
                throw new Problem(
                        413,
                        "The image has %s pixels, more than the limit of %d. Scale it down, or cut it into tiles."
                                .formatted(size, limits.imagePixels()));
            }
            return size;
        } catch (UnreadableImage e) {
            throw new Problem(400, "The image %s.".formatted(e.reason()));
        }
    }

    private static Image decode(byte[] file) {
        try {
            return ImageReader.decode(file, "image");
        } catch (UnreadableImage e) {
            throw new Problem(400, "The image %s.".formatted(e.reason()));
        }
    }
}
