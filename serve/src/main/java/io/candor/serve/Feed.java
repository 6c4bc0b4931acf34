package io.candor.serve;

import io.candor.data.Image;
import io.candor.infer.Detections;
import java.util.Optional;

/** Pictures that come by themselves, such as a camera's; named by whoever runs the server, never by a client. */
@FunctionalInterface
public interface Feed {

    /** What the server does for a feed. */
    interface Desk {

        /**
         * The objects on a picture, found by the served model as it is at this moment; empty if clients leave it no time
         * for this one, which is dropped and counted.
         */
        Optional<Detections> detect(Image image);

        /** The source went. The reason is logged; listeners only learn that it did, since it may name an address. */
        void lost(String reason);

        /** The source is back, after so many attempts. */
        void found(int attempts);

        /** So many pictures came faster than they could be judged and were left out for newer ones. */
        void dropped(long pictures);

        /**
         * Tells everybody who listens.
         *
         * @param kind of event, one word
         * @param json one object on one line
         */
        void tell(String kind, String json);
    }

    /**
     * Has pictures judged and tells what comes of them, to the end of the source or until interrupted. A feed that fails
     * is run again after a while.
     */
    void run(Desk desk) throws InterruptedException;
}
