package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DoctorTest {

    @Test
    void facts_name_the_libraries_and_the_limits() {
        var facts = Doctor.examine();
        assertThat(facts.get("libtorch")).startsWith("2.");
        assertThat(facts.get("OpenCV")).startsWith("4.");
        assertThat(facts.get("Java heap limit")).contains("MiB");
        assertThat(facts.get("precision auto")).matches("bf16|fp32 .*");
        assertThat(facts.get("self-check")).isEqualTo("libtorch calculates correctly");
    }
}
