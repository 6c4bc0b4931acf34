package io.candor.run;

/** Who is told how a run goes: a terminal, a log, a test. Called on the thread that runs the job. */
public interface RunListener {

    /** Nobody. */
    RunListener SILENT = new RunListener() {
        @Override
        public void say(String line) {}

        @Override
        public void progress(Progress progress) {}
    };

    /** A line for the user that stays. */
    void say(String line);

    /** How far the job is; comes often and may be dropped. */
    void progress(Progress progress);
}
