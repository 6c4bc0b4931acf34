package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {

    @Test
    void flags_that_matter_are_read() {
        Processor processor = Processor.parse(List.of(
                "processor\t: 0", "model name\t: Some CPU: fast", "flags\t\t: fpu avx2 avx512f avx512_bf16 sse", ""));
        assertThat(processor.name()).isEqualTo("Some CPU: fast");
        assertThat(processor.flags()).containsExactlyInAnyOrder("avx2", "avx512f", "avx512_bf16");
        assertThat(processor.multipliesBfloat16()).isTrue();
    }

    @Test
    void a_processor_without_bfloat16_products_is_known() {
        assertThat(Processor.parse(List.of("flags : avx2 avx512f")).multipliesBfloat16())
                .isFalse();
        assertThat(Processor.parse(List.of("flags : amx_tile amx_bf16")).multipliesBfloat16())
                .isTrue();
    }
}
