package io.candor.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Version of this build, as Maven wrote it into the jar. */
public final class Version implements IVersionProvider {

    /** The number alone. */
    static String number() {
        Properties build = new Properties();
        try (InputStream resource = Version.class.getResourceAsStream("build.properties")) {
            build.load(resource);
        } catch (IOException unreadable) {
            throw new IllegalStateException("the jar is damaged: build.properties cannot be read", unreadable);
        }
        return build.getProperty("version");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"candor " + number()};
    }
}
