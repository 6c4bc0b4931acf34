package io.candor.serve;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * What answers one kind of request.
 *
 * @param path with parameters in braces
 * @param access who may ask
 */
record Route(HandlerType method, String path, Access access, Handler handler) {

    /** Who may ask. */
    enum Access {
        /** Everybody: health, for those who look after the process, and the page's own files. */
        OPEN,
        /** Whoever shows a key, if there are keys. */
        KEY
    }

    static Route get(String path, Access access, Handler handler) {
        return new Route(HandlerType.GET, path, access, handler);
    }

    static Route post(String path, Handler handler) {
        return new Route(HandlerType.POST, path, Access.KEY, handler);
    }
}
