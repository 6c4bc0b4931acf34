package io.candor.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import org.junit.jupiter.api.Test;

class DeviceTest {

    @Test
    void auto_is_the_first_cuda_device_or_the_cpu() {
        assertThat(Device.of("auto", 0)).isEqualTo(Device.CPU);
        assertThat(Device.of("auto", 2)).hasToString("cuda:0");
    }

    @Test
    void names_are_read_without_regard_to_case_and_space() {
        assertThat(Device.of(" CPU ", 0)).isEqualTo(Device.CPU);
        assertThat(Device.of("cuda", 1)).isEqualTo(new Device(Device.Kind.CUDA, 0));
        assertThat(Device.of("cuda:1", 2)).isEqualTo(new Device(Device.Kind.CUDA, 1));
    }

    @Test
    void cuda_that_is_not_there_is_refused_with_the_way_out() {
        assertThatThrownBy(() -> Device.of("cuda", 0))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("\"cuda\" was asked for, but libtorch sees 0 CUDA devices")
                .hasMessageContaining("Use device cpu or auto");
        assertThatThrownBy(() -> Device.of("cuda:2", 2)).isInstanceOf(InvalidInput.class);
    }

    @Test
    void anything_else_is_refused() {
        assertThatThrownBy(() -> Device.of("gpu", 1))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("device: found \"gpu\", expected auto, cpu, cuda or cuda:<number>.");
    }

    @Test
    void libtorch_knows_the_cpu_by_the_same_name() {
        try (Scope scope = Scope.open()) {
            assertThat(Device.CPU.torch().is_cpu()).isTrue();
        }
    }
}
