package io.candor.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import org.junit.jupiter.api.Test;

class AugmentationRecipeTest {

    @Test
    void defaults_are_those_users_know() {
        assertThat(AugmentationRecipe.defaults())
                .isEqualTo(new AugmentationRecipe(1, 0, 0.1, 0.5, 0, 0, 0, 0, 0.015, 0.7, 0.4, 0, 0.5, 0));
    }

    @Test
    void each_copy_changes_its_own_value_and_no_other() {
        AugmentationRecipe none = AugmentationRecipe.none();
        AugmentationRecipe all = none.withMosaic(0.1)
                .withDegrees(2)
                .withTranslate(0.3)
                .withScale(0.4)
                .withShear(5)
                .withPerspective(0.0006)
                .withMixup(0.7)
                .withCutmix(0.8)
                .withHsvH(0.9)
                .withHsvS(0.11)
                .withHsvV(0.12)
                .withFlipud(0.13)
                .withFliplr(0.14)
                .withCopyPaste(0.15);
        assertThat(all)
                .isEqualTo(new AugmentationRecipe(
                        0.1, 2, 0.3, 0.4, 5, 0.0006, 0.7, 0.8, 0.9, 0.11, 0.12, 0.13, 0.14, 0.15));
    }

    @Test
    void closing_the_mosaic_turns_off_what_combines_pictures() {
        AugmentationRecipe closed = AugmentationRecipe.defaults()
                .withMixup(0.3)
                .withCutmix(0.2)
                .withCopyPaste(0.1)
                .withoutMosaic();
        assertThat(closed).isEqualTo(AugmentationRecipe.defaults().withMosaic(0));
    }

    @Test
    void values_out_of_range_are_refused_by_option_name() {
        AugmentationRecipe none = AugmentationRecipe.none();
        assertThatThrownBy(() -> none.withMosaic(1.1))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("--mosaic: found 1.1, expected a number from 0 to 1.0.");
        assertThatThrownBy(() -> none.withScale(1))
                .hasMessageContaining("--scale: found 1.0, expected a number from 0 to below 1.0.");
        assertThatThrownBy(() -> none.withHsvH(-0.1)).hasMessageContaining("--hsv-h: found -0.1");
        assertThatThrownBy(() -> none.withFliplr(Double.NaN)).hasMessageContaining("--fliplr: found NaN");
        assertThatCode(() -> none.withDegrees(180).withPerspective(0.001)).doesNotThrowAnyException();
    }
}
