package io.candor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** "See docs/troubleshooting.md#anchor" must lead somewhere. */
class HelpAnchorsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LITERAL = Pattern.compile("new\\s+InvalidInput\\(\\s*\"([^\"]+)\"");
    private static final Pattern CONSTANT = Pattern.compile("String\\s+\\w*(?:HELP|ANCHOR)\\w*\\s*=\\s*\"([^\"]+)\"");
    private static final Pattern FAILURE = Pattern.compile("(?s)new Failure\\([^;]*?\"([a-z-]+)\"\\)");

    @Test
    void every_anchor_in_the_sources_has_a_section() throws IOException {
        Set<String> sections = Files.readAllLines(ROOT.resolve("docs/troubleshooting.md")).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3).strip())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().replace('\\', '/').contains("/src/main/"))
                    .forEach(file -> used.addAll(anchors(file)));
        }
        assertThat(used).contains("run-folder", "unknown-key", "disk-full", "unexpected");
        assertThat(sections).containsAll(used);
    }

    @Test
    void the_launchers_anchors_have_sections_too() throws IOException {
        String sections = Files.readString(ROOT.resolve("docs/troubleshooting.md"));
        assertThat(sections).contains("## java\n").contains("## build\n");
    }

    private static Set<String> anchors(Path file) {
        try {
            String source = Files.readString(file);
            return Stream.of(LITERAL, CONSTANT, FAILURE)
                    .flatMap(pattern -> pattern.matcher(source).results())
                    .map(match -> match.group(1))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
