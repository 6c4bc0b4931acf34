package io.candor.run;

import io.candor.train.EpochReport;
import io.candor.train.Losses;
import java.util.List;
import java.util.Map;

/** What a task has to say about a run: in its tables, beside its progress and at the end of epochs. */
interface TaskLog {

    /** All columns of {@code results.csv}; the first is {@code epoch}. */
    List<String> columns();

    /** Columns of the training losses. */
    Map<String, Double> trained(Losses losses);

    /** The losses so far, a few words each. */
    List<String> progress(Losses losses);

    /** What an epoch came to. */
    String sentence(EpochReport report);
}
