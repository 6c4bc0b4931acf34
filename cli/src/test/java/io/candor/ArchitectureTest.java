package io.candor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between packages, of all modules, compiled into a test. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.candor");

    private static final String[] EVALUATION = {
        "io.candor.audit..",
        "io.candor.calibrate..",
        "io.candor.decide..",
        "io.candor.detect..",
        "io.candor.drift..",
        "io.candor.errors..",
        "io.candor.json..",
        "io.candor.metric..",
        "io.candor.predictions..",
        "io.candor.report.."
    };

    @Test
    void nouns_know_no_other_package() {
        from("io.candor.data").toNo("io.candor.data.*..");
    }

    @Test
    void reading_knows_nothing_downstream() {
        from("io.candor.data.read..")
                .toNo("io.candor.data.augment..", "io.candor.data.load..", "io.candor.data.inspect..");
    }

    @Test
    void augmentation_knows_neither_loading_nor_inspection() {
        from("io.candor.data.augment..")
                .toNo("io.candor.data.load..", "io.candor.data.inspect..", "io.candor.data.target..");
    }

    @Test
    void targets_are_arithmetic_without_pictures() {
        from("io.candor.data.target..").toNo("io.candor.data.read..", "io.candor.data.augment..", "org.bytedeco..");
    }

    @Test
    void data_inference_and_service_need_no_libtorch() {
        from("io.candor.data..", "io.candor.infer..", "io.candor.stream..", "io.candor.serve..")
                .toNo("org.bytedeco.pytorch..", "io.candor.tensor..", "io.candor.network..");
    }

    @Test
    void memory_knows_no_layer_and_layers_know_no_network() {
        from("io.candor.tensor..").toNo("io.candor.layer..", "io.candor.network..", "io.candor.weights..");
        from("io.candor.layer..").toNo("io.candor.network..", "io.candor.weights..");
    }

    @Test
    void only_tensor_owns_native_memory() {
        from("io.candor.network..", "io.candor.weights..").toNo("org.bytedeco.javacpp..");
        from(EVALUATION).toNo("org.bytedeco..", "io.candor.tensor..");
    }

    @Test
    void losses_know_no_trainer_and_the_trainer_knows_no_metric() {
        from("io.candor.loss..").toNo("io.candor.train..");
        from("io.candor.loss..", "io.candor.train..")
                .toNo("io.candor.metric..", "io.candor.report..", "io.candor.detect..");
    }

    @Test
    void the_report_comes_after_the_metrics_and_the_metrics_do_not_know_how_detections_are_made() {
        from("io.candor.metric..").toNo("io.candor.report..", "io.candor.detect..", "io.candor.json..");
        from("io.candor.detect..").toNo("io.candor.report..", "io.candor.metric..");
        from("io.candor.errors..", "io.candor.drift..").toNo("io.candor.report..");
    }

    @Test
    void onnx_runtime_is_reached_through_infer_alone() {
        from("io.candor.data..", "io.candor.export..", "io.candor.stream..", "io.candor.run..")
                .toNo("ai.onnxruntime..");
        from(EVALUATION).toNo("io.candor.infer..", "ai.onnxruntime..");
    }

    @Test
    void export_knows_no_training() {
        from("io.candor.export..").toNo("io.candor.train..", "io.candor.loss..", "io.candor.run..");
    }

    @Test
    void commands_talk_to_jobs_not_to_tensors() {
        from("io.candor.cli..").toNo("org.bytedeco.pytorch..", "io.candor.layer..", "io.candor.loss..");
    }

    private static Arrows from(String... packages) {
        return new Arrows(packages);
    }

    @SuppressWarnings("ArrayRecordComponent") // used at once
    private record Arrows(String... from) {

        void toNo(String... packages) {
            noClasses()
                    .that()
                    .resideInAnyPackage(from)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages)
                    .check(CLASSES);
        }
    }
}
