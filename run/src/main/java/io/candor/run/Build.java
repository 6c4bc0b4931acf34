package io.candor.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** This build of Candor. */
public final class Build {

    private Build() {}

    /** Its version, as Maven wrote it into the jar. */
    public static String version() {
        Properties build = new Properties();
        try (InputStream resource = Build.class.getResourceAsStream("build.properties")) {
            build.load(resource);
        } catch (IOException unreadable) {
            throw new IllegalStateException("the jar is damaged: build.properties cannot be read", unreadable);
        }
        return build.getProperty("version");
    }
}
