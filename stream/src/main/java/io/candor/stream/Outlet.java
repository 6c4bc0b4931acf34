package io.candor.stream;

import java.io.IOException;

/** Where judged frames go. Called by one thread, which waits for it: slow outlets work in threads of their own. */
public interface Outlet extends AutoCloseable {

    /** Takes a judged frame. */
    void accept(JudgedFrame frame) throws IOException;

    /** Finishes what is under way. */
    @Override
    default void close() throws IOException {}
}
