package io.candor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between packages, compiled into a test. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.candor");

    @Test
    void inference_needs_no_libtorch() {
        noClasses()
                .that()
                .resideInAPackage("io.candor..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco.pytorch..", "io.candor.tensor..", "io.candor.network..")
                .check(CLASSES);
    }

    @Test
    void nothing_it_stands_on_knows_it() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.candor.infer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.candor.infer..", "ai.onnxruntime..")
                .check(CLASSES);
    }
}
