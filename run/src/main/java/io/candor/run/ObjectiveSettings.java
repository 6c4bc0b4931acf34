package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.network.Network;
import io.candor.network.Task;
import io.candor.train.Attack;
import io.candor.train.Guidance;
import io.candor.train.LossPlan;
import io.candor.train.Recipe;
import io.candor.train.Teacher;
import io.candor.train.Teaching;
import io.candor.weights.NetworkFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the settings of class losses, teachers and attacks come to. */
final class ObjectiveSettings {

    private static final String TEACHER_HELP = "teacher";
    private static final String ATTACK_HELP = "adversarial";

    private ObjectiveSettings() {}

    static LossPlan loss(Settings settings) {
        return new LossPlan(
                LossPlan.Kind.of(settings.value(TrainKeys.LOSS)),
                optional(settings, TrainKeys.LOSS_GAMMA),
                optional(settings, TrainKeys.LOSS_MARGIN),
                optional(settings, TrainKeys.LOSS_WEIGHT));
    }

    private static OptionalDouble optional(Settings settings, Key<Double> key) {
        return settings.given(key).map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    static Teaching teaching(Settings settings) {
        return new Teaching(
                settings.given(TrainKeys.TEACHER).map(Path::toString).orElse(""),
                settings.value(TrainKeys.DISTILL_TEMPERATURE),
                settings.value(TrainKeys.DISTILL_WEIGHT),
                settings.value(TrainKeys.SELF_DISTILLATION));
    }

    static Attack attack(Settings settings) {
        return new Attack(
                Attack.Kind.valueOf(settings.value(TrainKeys.ADVERSARIAL).toUpperCase(Locale.ROOT)),
                settings.value(TrainKeys.ADVERSARIAL_EPSILON),
                settings.value(TrainKeys.ADVERSARIAL_STEPS));
    }

    /** An option that would be read by nothing is refused: the user expects it to act. */
    static void requireRead(Settings settings) {
        loss(settings).requireRead();
        boolean taught = settings.given(TrainKeys.TEACHER).isPresent();
        boolean former = settings.value(TrainKeys.SELF_DISTILLATION) > 0;
        if (taught && former) {
            throw new InvalidInput(
                    TEACHER_HELP, "--teacher and --self-distillation: found both, expected one of them.");
        }
        if (!taught) {
            refuse(settings, TrainKeys.DISTILL_WEIGHT, TEACHER_HELP, "--teacher");
        }
        if (!taught && !former) {
            refuse(settings, TrainKeys.DISTILL_TEMPERATURE, TEACHER_HELP, "--teacher or --self-distillation");
        }
        requireAttackRead(settings);
    }

    /** Refuses settings of an attack that is not made. */
    static void requireAttackRead(Settings settings) {
        String attack = settings.value(TrainKeys.ADVERSARIAL);
        if (attack.equals("nothing")) {
            refuse(settings, TrainKeys.ADVERSARIAL_EPSILON, ATTACK_HELP, "--adversarial");
        }
        if (!attack.equals("pgd")) {
            refuse(settings, TrainKeys.ADVERSARIAL_STEPS, ATTACK_HELP, "--adversarial pgd");
        }
    }

    private static void refuse(Settings settings, Key<?> key, String help, String reader) {
        settings.refuse(
                List.of(key),
                help,
                "found without %s, which alone reads it. Leave it out or give that too.".formatted(reader));
    }

    /** What detectors cannot do is refused. */
    static void requireDetectable(Settings settings) {
        loss(settings).detection();
        if (settings.changed(TrainKeys.ADVERSARIAL).isPresent()) {
            throw new InvalidInput(
                    ATTACK_HELP,
                    "--adversarial: only classifiers can be trained so, and this run trains a detector. Leave it out.");
        }
    }

    /**
     * What a network learns from beside its labels; to be closed.
     *
     * @param pupil before training
     * @throws InvalidInput if the teacher knows other classes or takes pictures of another size
     */
    static Guidance guidance(Recipe recipe, Network pupil, Classes classes) {
        Teaching teaching = recipe.objective().teaching();
        Optional<Teacher> teacher = Optional.empty();
        if (!teaching.teacher().isEmpty()) {
            teacher = Optional.of(trained(Path.of(teaching.teacher()), recipe, pupil, classes));
        } else if (teaching.former() > 0) {
            teacher = Optional.of(new Teacher.FormerSelf(
                    pupil, teaching.former(), recipe.length().epochs()));
        }
        return new Guidance(teacher, teaching.temperature(), recipe.objective().attack());
    }

    /** Refuses a teacher that {@link #guidance} would refuse. */
    static void requireTeacher(Recipe recipe, Classes classes, Task task) {
        String file = recipe.objective().teaching().teacher();
        if (!file.isEmpty()) {
            loaded(Path.of(file), recipe, classes, task).network().close();
        }
    }

    private static Teacher trained(Path file, Recipe recipe, Network pupil, Classes classes) {
        Task task = pupil.definition().task();
        Network network =
                loaded(file, recipe, classes, task).network().on(pupil.device()).eval();
        return new Teacher.Trained(network, recipe.objective().teaching().weight());
    }

    private static NetworkFile loaded(Path file, Recipe recipe, Classes classes, Task task) {
        StartWeights.requireFile(file);
        NetworkFile loaded = NetworkFile.load(file, task);
        if (!loaded.classes().equals(classes)) {
            loaded.network().close();
            throw new InvalidInput(
                    TEACHER_HELP,
                    "%s: the teacher knows the classes %s, expected %s in that order, as in the data set."
                            .formatted(file, loaded.classes().names(), classes.names()));
        }
        try {
            loaded.network().definition().multiplyAdds(recipe.input().imageSize());
        } catch (IllegalStateException otherSize) {
            loaded.network().close();
            throw new InvalidInput(
                    TEACHER_HELP,
                    "%s: the teacher cannot take pictures of %d pixels (%s). Give --imgsz as it was trained."
                            .formatted(file, recipe.input().imageSize(), otherSize.getMessage()),
                    otherSize);
        }
        return loaded;
    }
}
