package io.candor.run;

/**
 * Says in each line of progress which of several trainings it is about.
 *
 * @param name of the training
 */
record NamedStages(RunListener listener, String name) implements RunListener {

    @Override
    public void say(String line) {
        listener.say(line);
    }

    @Override
    public void progress(Progress progress) {
        listener.progress(new Progress(
                name + ", " + progress.stage(),
                progress.done(),
                progress.total(),
                progress.imagesPerSecond(),
                progress.secondsLeft(),
                progress.facts()));
    }
}
