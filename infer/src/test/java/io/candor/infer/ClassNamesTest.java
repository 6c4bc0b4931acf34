package io.candor.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.Classes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassNamesTest {

    @Test
    void any_name_survives_writing_and_reading() {
        Classes classes = new Classes(List.of(
                "person", "it's", "5\" nail", "both ' and \"", "back\\slash", "line\nbreak", "a, b: c}", "", "日本"));
        assertThat(ClassNames.parse(ClassNames.format(classes))).contains(classes);
    }

    @Test
    void names_are_written_as_a_python_dictionary() {
        assertThat(ClassNames.format(new Classes(List.of("person", "stop sign"))))
                .isEqualTo("{0: 'person', 1: 'stop sign'}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{0: 'a', 1: 'b'}",
                "{1: \"b\", 0: \"a\"}",
                "['a', 'b']",
                "[\"a\",\"b\"]",
                "{\"0\": \"a\", \"1\": \"b\"}",
                " {0:'a',1:'b'} "
            })
    void dictionaries_and_lists_of_python_and_json_are_read(String text) {
        assertThat(ClassNames.parse(text)).contains(new Classes(List.of("a", "b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "person", "{0: 'a', 2: 'b'}", "{0: 'a' 1: 'b'}", "{0: 'a}", "{0: 7}", "{'a'; 'b'}"})
    void anything_else_is_no_list_of_names(String text) {
        assertThat(ClassNames.parse(text)).isEmpty();
    }
}
