package io.candor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The arrows between packages, compiled into a test. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.candor");

    @Test
    void nouns_know_no_other_package() {
        check(arrow("io.candor.data", "io.candor.data.*.."));
    }

    @Test
    void reading_knows_nothing_downstream() {
        check(arrow(
                "io.candor.data.read..",
                "io.candor.data.augment..",
                "io.candor.data.load..",
                "io.candor.data.inspect.."));
    }

    @Test
    void augmentation_knows_neither_loading_nor_inspection() {
        check(arrow(
                "io.candor.data.augment..",
                "io.candor.data.load..",
                "io.candor.data.inspect..",
                "io.candor.data.target.."));
    }

    @Test
    void targets_are_arithmetic_without_pictures() {
        check(arrow("io.candor.data.target..", "io.candor.data.read..", "io.candor.data.augment..", "org.bytedeco.."));
    }

    @Test
    void nobody_needs_libtorch() {
        check(arrow("io.candor..", "org.bytedeco.pytorch.."));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }

    private static ArchRule arrow(String from, String... forbidden) {
        return noClasses()
                .that()
                .resideInAnyPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden);
    }
}
