package io.candor.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Text files of the class path. */
final class Resource {

    private static final String ECHARTS = "/META-INF/maven/org.webjars/echarts/pom.properties";

    private Resource() {}

    /** A file beside this class. */
    static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /** Apache ECharts with lines, bars, scatter and the usual components, minified. */
    static String echarts() {
        Properties release = new Properties();
        try (InputStream stream = open(ECHARTS)) {
            release.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + ECHARTS, e);
        }
        return text("/META-INF/resources/webjars/echarts/%s/echarts.common.min.js"
                .formatted(release.getProperty("version")));
    }

    private static byte[] bytes(String name) {
        try (InputStream stream = open(name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    private static InputStream open(String name) {
        InputStream stream = Resource.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IllegalStateException(name + " is missing from the class path");
        }
        return stream;
    }
}
