package io.candor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(
                    "io.candor.calibrate",
                    "io.candor.decide",
                    "io.candor.detect",
                    "io.candor.drift",
                    "io.candor.errors",
                    "io.candor.json",
                    "io.candor.metric",
                    "io.candor.report");

    @Test
    void the_report_comes_after_the_metrics_and_the_metrics_do_not_know_how_detections_are_made() {
        noClasses()
                .that()
                .resideInAPackage("io.candor.metric..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.candor.report..", "io.candor.detect..", "io.candor.json..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.candor.detect..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.candor.report..", "io.candor.metric..")
                .check(CLASSES);
    }

    @Test
    void errors_and_drift_are_computed_without_the_report_that_shows_them() {
        noClasses()
                .that()
                .resideInAnyPackage("io.candor.errors..", "io.candor.drift..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.candor.report..")
                .check(CLASSES);
    }

    @Test
    void nothing_here_needs_native_memory() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco..", "io.candor.tensor..")
                .check(CLASSES);
    }
}
