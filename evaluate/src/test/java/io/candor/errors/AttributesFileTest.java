package io.candor.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttributesFileTest {

    private static final List<String> IMAGES = List.of("val/a.jpg", "val/b.jpg", "val/c.jpg", "old/c.jpg");

    @TempDir
    private Path folder;

    @Test
    void each_value_becomes_a_part_of_the_images() throws IOException {
        List<ImageAttribute> attributes = read("\uFEFFimage,light,\"maker, line\"\nval/a.jpg,dim,\"A \"\"north\"\"\"\n"
                + "b,bright,\nold/c.jpg,dim,B\n");
        assertThat(attributes)
                .extracting(ImageAttribute::name)
                .containsExactly("light = dim", "light = bright", "maker, line = A \"north\"", "maker, line = B");
        assertThat(attributes.get(0).images()).containsExactlyInAnyOrder("val/a.jpg", "old/c.jpg");
        assertThat(attributes.get(1).images()).containsExactly("val/b.jpg");
    }

    @Test
    void what_cannot_be_used_is_refused_with_its_line() {
        refused("", "line 1: the header is ''");
        refused("file,light\na,dim\n", "line 1: the header is 'file,light'");
        refused("image,light\nx.jpg,dim\n", "line 2: image 'x.jpg' is not in the evaluation");
        refused("image,light\nc.jpg,dim\n", "'c.jpg' is the name of several images");
        refused("image,light\na\n", "line 2: found 1 columns");
        refused("image,light\na,\"dim\n", "line 2: a quote is not closed");
        String many = IntStream.range(0, 51).mapToObj(i -> "a," + i).collect(Collectors.joining("\n"));
        refused("image,light\n" + many, "column light has 51 values");
        assertThatThrownBy(() -> AttributesFile.read(folder.resolve("none.csv"), IMAGES))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("no such file");
    }

    private void refused(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidInput.class).hasMessageContaining(message);
    }

    private List<ImageAttribute> read(String text) throws IOException {
        return AttributesFile.read(Files.writeString(folder.resolve("attributes.csv"), text), IMAGES);
    }
}
