package io.candor.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.Image;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which jobs share a run, and what happens when there are too many. */
class JobQueueTest {

    private static Job.Picture picture() {
        return new Job.Picture(Image.filled(1, 1, 0));
    }

    private static Job.Tensor tensor() {
        return new Job.Tensor(FloatBuffer.allocate(0), new long[0]);
    }

    private static JobQueue filled(Batching batching, Job... jobs) {
        JobQueue queue = new JobQueue(batching, batching.most());
        for (Job job : jobs) {
            assertThat(queue.offer(job)).isEqualTo(JobQueue.Offer.TAKEN);
        }
        return queue;
    }

    @Test
    void pictures_share_a_run_and_tensors_do_not() throws InterruptedException {
        JobQueue queue = filled(
                new Batching(1, 4, 10),
                picture(),
                picture(),
                tensor(),
                tensor(),
                picture(),
                picture(),
                picture(),
                picture(),
                picture());
        List<Integer> sizes = new ArrayList<>();
        queue.close();
        for (List<Job> jobs = queue.take(); !jobs.isEmpty(); jobs = queue.take()) {
            sizes.add(jobs.size());
        }
        assertThat(sizes).containsExactly(2, 1, 1, 4, 1);
    }

    @Test
    void workers_leave_one_another_their_part() throws InterruptedException {
        JobQueue queue = filled(new Batching(2, 4, 10), picture(), picture(), picture(), picture());
        assertThat(queue.take()).hasSize(2);
        assertThat(queue.take()).hasSize(1);
    }

    @Test
    void a_full_queue_takes_nothing_until_somebody_stops_waiting() {
        Job.Picture first = picture();
        JobQueue queue = filled(new Batching(1, 1, 2), first, picture());
        assertThat(queue.offer(picture())).isEqualTo(JobQueue.Offer.FULL);
        first.answer().cancel(false);
        assertThat(queue.offer(picture())).isEqualTo(JobQueue.Offer.TAKEN);
        queue.close();
        assertThat(queue.offer(picture())).isEqualTo(JobQueue.Offer.CLOSED);
    }
}
