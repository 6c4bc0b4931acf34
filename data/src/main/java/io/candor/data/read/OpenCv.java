package io.candor.data.read;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;

/**
 * The native image library, loaded when first needed. Every call into it is preceded by {@link #load}: it also tells
 * OpenCV not to start threads of its own, because images are already worked on in parallel, one per thread.
 */
public final class OpenCv {

    private OpenCv() {}

    /** Loads the library once; later calls cost nothing. */
    public static void load() {
        Once.load();
    }

    private static final class Once {
        static {
            Loader.load(opencv_core.class);
            Loader.load(opencv_imgproc.class);
            Loader.load(opencv_imgcodecs.class);
            opencv_core.setNumThreads(1);
        }

        private static void load() {}
    }
}
