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
            .importPackages("io.candor.export");

    /** What the gate judges must run through the library that applications use, not around it. */
    @Test
    void onnx_runtime_is_reached_through_infer_alone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnxruntime..")
                .check(CLASSES);
    }

    @Test
    void export_knows_no_training() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.candor.train..", "io.candor.loss..", "io.candor.run..")
                .check(CLASSES);
    }
}
