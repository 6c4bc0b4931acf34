package io.candor.data.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Image;
import io.candor.data.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PicturesTest {

    private final List<Integer> decoded = new ArrayList<>();

    private Image decode(int sample) {
        decoded.add(sample);
        return Image.filled(10, 10, sample);
    }

    @Test
    void all_decodes_each_picture_once() {
        Pictures pictures = Pictures.of(Cache.AUTO, this::decode, 600, 300);
        for (int use = 0; use < 3; use++) {
            assertThat(pictures.picture(5).bgr()).containsOnly(5);
        }
        assertThat(decoded).containsExactly(5);
    }

    @Test
    void recent_keeps_the_pictures_used_last_within_its_capacity() {
        Pictures.Recent pictures = new Pictures.Recent(this::decode, 700);
        pictures.picture(1);
        pictures.picture(2);
        pictures.picture(1);
        pictures.picture(3);
        assertThat(pictures.size()).isEqualTo(2);
        pictures.picture(1);
        assertThat(decoded).containsExactly(1, 2, 3);
        pictures.picture(2);
        assertThat(decoded).containsExactly(1, 2, 3, 2);
    }

    @Test
    void auto_keeps_only_recent_pictures_of_a_set_that_does_not_fit() {
        assertThat(Pictures.of(Cache.AUTO, this::decode, Long.MAX_VALUE / 2, 300))
                .isInstanceOf(Pictures.Recent.class);
        assertThat(Pictures.of(Cache.AUTO, this::decode, 300, 300)).isInstanceOf(Pictures.All.class);
    }

    @Test
    void disk_decodes_once_and_leaves_nothing_behind() {
        DiskPictures disk = new DiskPictures(this::decode);
        try (Pictures pictures = disk) {
            pictures.picture(9);
            assertThat(disk.folder()).isNotEmptyDirectory();
            Image again = pictures.picture(9);
            assertThat(again.width()).isEqualTo(10);
            assertThat(again.bgr()).containsOnly(9);
            assertThat(decoded).containsExactly(9);
        }
        assertThat(disk.folder()).doesNotExist();
    }

    @Test
    void off_decodes_every_time() {
        Pictures pictures = Pictures.of(Cache.OFF, this::decode, 600, 300);
        pictures.picture(1);
        pictures.picture(1);
        assertThat(decoded).containsExactly(1, 1);
    }

    @Test
    void a_set_too_large_for_the_heap_is_refused_when_memory_was_asked_for() {
        assertThatThrownBy(() -> Pictures.of(Cache.RAM, this::decode, Long.MAX_VALUE / 2, 300))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("--cache ram")
                .hasMessageContaining("-Xmx");
    }
}
