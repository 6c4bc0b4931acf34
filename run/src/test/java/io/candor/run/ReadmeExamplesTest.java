package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java in the documentation must compile. */
class ReadmeExamplesTest {

    private static final Pattern BLOCK = Pattern.compile("(?s)```java\\n(.*?)```");

    /** The Java API in a few lines; also what the README shows. */
    private static final String EXAMPLE = """
            import io.candor.run.*;
            import java.nio.file.Path;
            import java.util.List;

            TrainRun.Result trained = TrainRun.on(Path.of("boards/data.yaml"))
                    .with(TrainKeys.MODEL, "yolov8n.pt")
                    .with(TrainKeys.EPOCHS, 10)
                    .with(TrainKeys.LABEL_SMOOTHING, 0.05)
                    .run();
            Path best = trained.outcome().bestWeights();

            EvaluateRun.Result judged = EvaluateRun.of(best, Path.of("boards/data.yaml")).run();
            System.out.println(judged.evaluation().map50_95());

            PredictRun.Result found = PredictRun.of(best, List.of(Path.of("new-boards"))).run();
            found.predictions().forEach(System.out::println);
            """;

    @TempDir
    private Path classes;

    @Test
    void the_api_in_a_few_lines_compiles() {
        assertThat(errors(EXAMPLE)).isEmpty();
    }

    @Test
    void a_mistake_would_be_noticed() {
        assertThat(errors(EXAMPLE.replace("map50_95", "map5095"))).contains("map5095");
    }

    @Test
    void java_in_the_readme_compiles() throws IOException {
        Path readme = Path.of("../README.md");
        assertThat(readme).isRegularFile();
        String text = Files.readString(readme);
        List<String> blocks =
                BLOCK.matcher(text).results().map(match -> match.group(1)).toList();
        assertThat(blocks).as("java blocks of the README").isNotEmpty();
        for (String block : blocks) {
            assertThat(errors(block)).as(block).isEmpty();
        }
    }

    /** Wraps statements into a method, imports stay outside. */
    private String errors(String block) {
        StringBuilder imports = new StringBuilder();
        StringBuilder body = new StringBuilder();
        block.lines()
                .forEach(line -> (line.startsWith("import ") ? imports : body)
                        .append(line)
                        .append('\n'));
        String source = block.contains("class ")
                ? block
                : imports + "class Example { void run() throws Exception {\n" + body + "} }";
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of(
                                "-d",
                                classes.toString(),
                                "-proc:none",
                                "-cp",
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))),
                        null,
                        List.of(file))
                .call();
        return compiled ? "" : messages.toString();
    }
}
