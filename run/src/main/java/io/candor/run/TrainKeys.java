package io.candor.run;

import io.candor.data.target.SmoothingPlan;
import io.candor.data.target.SmoothingSchedule;
import java.nio.file.Path;
import java.util.List;

/** Everything a training run can be told. Names and defaults are those users of YOLO know. */
public final class TrainKeys {

    // what and how long
    public static final Key<Path> DATA = PlaceKeys.DATA;
    public static final Key<Path> IMAGES = PlaceKeys.IMAGES;
    public static final Key<String> TASK = Key.choice(
            "task",
            List.of("auto", "detect", "segment", "classify"),
            "what to train: boxes with classes, with masks as well, or a class per picture; auto goes by data and model.");
    public static final Key<String> MODEL = Key.text(
            "model",
            "FILE|NAME",
            "yolov8n",
            "weights to start from (.pt, .safetensors), or a network from scratch: yolov8n..x, yolov10n..x, yolo11n..x to detect; yolov8n-seg..x-seg, yolo11n-seg..x-seg to segment; mlp, cnn-small, resnet18, resnet34, resnet50 or yolov8n-cls..x-cls to classify.");
    public static final Key<Integer> EPOCHS = Key.whole("epochs", 100, 1, "passes over the training images.");
    public static final Key<Integer> BATCH = Key.whole("batch", 16, 1, "images per step.");
    public static final Key<Integer> IMGSZ = Key.whole(
            "imgsz", 640, 8, "side of the square training images, in pixels; rounded up to a multiple of 32.");
    public static final Key<Integer> PATIENCE =
            Key.whole("patience", 100, 0, "epochs without a better mAP50-95 before training stops; 0 means never.");
    public static final Key<Integer> SEED = Key.whole("seed", 0, 0, "start of every random choice.");
    public static final Key<Double> FRACTION =
            Key.number("fraction", 1.0, 1e-9, 1, "share of the training images to use.");
    public static final Key<Boolean> SINGLE_CLS = Key.flag("single_cls", "treat all classes as one.");
    public static final Key<List<Integer>> CLASSES =
            Key.wholes("classes", "keep only labels of these classes, by index.");
    public static final Key<String> RESUME = Key.text(
            "resume", "[FILE]", "false", "continue a run: its last checkpoint, or without a value the one in out.");

    // label noise
    public static final Key<Double> LABEL_NOISE =
            Key.number("label_noise", 0.0, "share of the training labels that get a wrong class, for experiments.");
    public static final Key<String> NOISE = Key.text(
            "noise",
            "symmetric|asymmetric|FILE",
            "symmetric",
            "which wrong class: any, the next one, or as a file of class similarities says (as smoothing_matrix).");
    public static final Key<Integer> NOISE_SEED =
            Key.whole("noise_seed", 0, 0, "which labels: the same ones for equal seeds, whatever is trained.");

    // smoothing
    public static final Key<Double> LABEL_SMOOTHING = Key.number(
            "label_smoothing",
            0.0,
            "how much of a class target is taken from the true class; of foreground when detecting; .1 when classifying.");
    public static final Key<String> SMOOTHING_CONVENTION =
            Key.choice("smoothing_convention", SmoothingPlan.CONVENTIONS, "where the taken part goes.");
    public static final Key<Path> SMOOTHING_MATRIX = Key.path(
            "smoothing_matrix",
            "FILE",
            "which classes resemble which, for the convention similarity: .csv, .yaml, .json.");
    public static final Key<String> SMOOTHING_MATRIX_KIND = Key.choice(
            "smoothing_matrix_kind",
            List.of("auto", "matrix", "groups", "confusion", "centroids"),
            "what that file holds; auto goes by its name.");
    public static final Key<Integer> SMOOTHING_NEIGHBOURS =
            Key.whole("smoothing_neighbours", 1, 1, "classes on each side that share, for the convention neighbours.");
    public static final Key<String> SMOOTHING_SCHEDULE = Key.choice(
            "smoothing_schedule",
            List.of("constant", "warmup", "linear", "cosine"),
            "how the factor changes: warmup rises to it (to .1 if none is given), linear and cosine fall from it.");
    public static final Key<Double> SMOOTHING_START =
            Key.number("smoothing_start", "factor at the start of a warmup; half the factor if not given.");
    public static final Key<Double> SMOOTHING_END =
            Key.number("smoothing_end", 0.0, "factor at the end of linear and cosine.");
    public static final Key<Double> SMOOTHING_WARMUP =
            Key.number("smoothing_warmup", SmoothingSchedule.WARMUP_SHARE, "share of the epochs a warmup takes.");
    public static final Key<Integer> SMOOTHING_OFF = Key.whole("smoothing_off", 0, 0, "last epochs without smoothing.");
    public static final Key<String> SMOOTHING_ADAPTIVE = Key.choice(
            "smoothing_adaptive",
            List.of("nothing", "confidence", "size"),
            "double the factor for unsure predictions, or lower it for large objects.");
    public static final Key<Double> SMOOTHING_THRESHOLD =
            Key.number("smoothing_threshold", 0.5, "confidence below which a prediction is unsure.");

    // class loss, teachers, attacks
    public static final Key<String> LOSS = Key.choice(
            "loss",
            List.of("ce", "focal", "flsd53", "mbls", "confidence-penalty", "maxsup", "asl"),
            "what is minimised about classes; ce, focal and asl when detecting.");
    public static final Key<Double> LOSS_GAMMA =
            Key.number("loss_gamma", "focus on hard samples: 3 for focal, 4 (on negatives) for asl if not given.");
    public static final Key<Double> LOSS_MARGIN =
            Key.number("loss_margin", "10 logits for mbls, probability .05 for asl if not given.");
    public static final Key<Double> LOSS_WEIGHT =
            Key.number("loss_weight", "of the second term of mbls, confidence-penalty and maxsup; .1 if not given.");
    public static final Key<Path> TEACHER = Key.path(
            "teacher", "FILE", "network of the same task whose probabilities are learned too; it is never smoothed.");
    public static final Key<Double> DISTILL_TEMPERATURE =
            Key.number("distill_temperature", 3.0, "divides the logits of teacher and pupil.");
    public static final Key<Double> DISTILL_WEIGHT =
            Key.number("distill_weight", 0.5, "weight of the teacher; labels have the rest.");
    public static final Key<Double> SELF_DISTILLATION = Key.number(
            "self_distillation", 0.0, "weight of the network's own probabilities of the epoch before, falling to 0.");
    public static final Key<String> ADVERSARIAL = Key.choice(
            "adversarial",
            List.of("nothing", "fgsm", "pgd"),
            "learn from pictures changed so that the classifier is most wrong.");
    public static final Key<Double> ADVERSARIAL_EPSILON =
            Key.number("adversarial_epsilon", 8.0 / 255, "largest change of a colour, of 1.");
    public static final Key<Integer> ADVERSARIAL_STEPS = Key.whole("adversarial_steps", 7, 1, "steps of pgd.");

    // optimiser
    public static final Key<String> OPTIMIZER =
            Key.choice("optimizer", List.of("auto", "sgd", "adam", "adamw"), "auto chooses by the number of steps.");
    public static final Key<Double> LR0 = Key.number("lr0", 0.01, "learning rate after warm-up.");
    public static final Key<Double> LRF = Key.number("lrf", 0.01, "share of lr0 left at the end.");
    public static final Key<Boolean> COS_LR = Key.flag("cos_lr", "let the learning rate fall along a cosine.");
    public static final Key<Double> MOMENTUM = Key.number("momentum", 0.937, "of SGD; first beta of AdamW.");
    public static final Key<Double> WEIGHT_DECAY =
            Key.number("weight_decay", 0.0005, "of convolution weights, for a nominal batch.");
    public static final Key<Double> WARMUP_EPOCHS =
            Key.number("warmup_epochs", 3.0, "epochs in which rates rise to their values.");
    public static final Key<Double> WARMUP_MOMENTUM = Key.number("warmup_momentum", 0.8, "momentum at the start.");
    public static final Key<Double> WARMUP_BIAS_LR =
            Key.number("warmup_bias_lr", 0.1, "learning rate of biases at the start.");
    public static final Key<Integer> NBS =
            Key.whole("nbs", 64, 1, "nominal batch: gradients of smaller batches are added up to it.");
    public static final Key<List<Integer>> FREEZE =
            Key.rows("freeze", "rows of the network that stay as they are: a count from the first, or a list.");
    public static final Key<Double> BOX = Key.number("box", 7.5, "weight of the box loss.");
    public static final Key<Double> CLS = Key.number("cls", 0.5, "weight of the class loss.");
    public static final Key<Double> DFL = Key.number("dfl", 1.5, "weight of the distribution focal loss.");

    // augmentation
    public static final Key<Double> MOSAIC = Key.number("mosaic", 1.0, "probability of four images in one.");
    public static final Key<Integer> CLOSE_MOSAIC = Key.whole(
            "close_mosaic", 10, 0, "last epochs without mosaic, mixup and the like; unless given, at most half.");
    public static final Key<Double> MIXUP = Key.number("mixup", 0.0, "probability of blending two images.");
    public static final Key<Double> COPY_PASTE =
            Key.number("copy_paste", 0.0, "probability of pasting outlined objects of another picture.");
    public static final Key<Double> CUTMIX = Key.number("cutmix", 0.0, "probability of pasting a part of another.");
    public static final Key<Double> HSV_H = Key.number("hsv_h", 0.015, "largest change of hue.");
    public static final Key<Double> HSV_S = Key.number("hsv_s", 0.7, "largest change of saturation.");
    public static final Key<Double> HSV_V = Key.number("hsv_v", 0.4, "largest change of brightness.");
    public static final Key<Double> DEGREES = Key.number("degrees", 0.0, "largest rotation.");
    public static final Key<Double> TRANSLATE = Key.number("translate", 0.1, "largest shift, share of the side.");
    public static final Key<Double> SCALE = Key.number("scale", 0.5, "largest change of size.");
    public static final Key<Double> SHEAR = Key.number("shear", 0.0, "largest shear, degrees.");
    public static final Key<Double> PERSPECTIVE = Key.number("perspective", 0.0, "largest perspective.");
    public static final Key<Double> FLIPUD = Key.number("flipud", 0.0, "probability of an upside-down image.");
    public static final Key<Double> FLIPLR = Key.number("fliplr", 0.5, "probability of a mirrored image.");

    // machine and folder
    public static final Key<String> DEVICE = PlaceKeys.DEVICE;
    public static final Key<String> PRECISION = PlaceKeys.PRECISION;
    public static final Key<Integer> WORKERS = PlaceKeys.WORKERS;
    public static final Key<String> CACHE =
            Key.choice("cache", List.of("auto", "ram", "disk", "off"), "where resized images are kept between epochs.");
    public static final Key<Path> OUT = PlaceKeys.OUT;
    public static final Key<Path> PROJECT = PlaceKeys.PROJECT;
    public static final Key<String> NAME = PlaceKeys.NAME.standard("train");
    public static final Key<Boolean> EXIST_OK = PlaceKeys.EXIST_OK;
    public static final Key<Boolean> TENSORBOARD = Key.flag("tensorboard", "also write TensorBoard events.");

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL = List.of(
            KeyGroup.of(
                    "What and how long",
                    DATA,
                    IMAGES,
                    TASK,
                    MODEL,
                    EPOCHS,
                    BATCH,
                    IMGSZ,
                    PATIENCE,
                    SEED,
                    FRACTION,
                    SINGLE_CLS,
                    CLASSES,
                    RESUME),
            KeyGroup.of("Label noise", LABEL_NOISE, NOISE, NOISE_SEED),
            KeyGroup.of(
                    "Label smoothing",
                    LABEL_SMOOTHING,
                    SMOOTHING_CONVENTION,
                    SMOOTHING_MATRIX,
                    SMOOTHING_MATRIX_KIND,
                    SMOOTHING_NEIGHBOURS,
                    SMOOTHING_SCHEDULE,
                    SMOOTHING_START,
                    SMOOTHING_END,
                    SMOOTHING_WARMUP,
                    SMOOTHING_OFF,
                    SMOOTHING_ADAPTIVE,
                    SMOOTHING_THRESHOLD),
            KeyGroup.of(
                    "Class loss, teachers, attacks",
                    LOSS,
                    LOSS_GAMMA,
                    LOSS_MARGIN,
                    LOSS_WEIGHT,
                    TEACHER,
                    DISTILL_TEMPERATURE,
                    DISTILL_WEIGHT,
                    SELF_DISTILLATION,
                    ADVERSARIAL,
                    ADVERSARIAL_EPSILON,
                    ADVERSARIAL_STEPS),
            KeyGroup.of(
                    "Optimiser and loss",
                    OPTIMIZER,
                    LR0,
                    LRF,
                    COS_LR,
                    MOMENTUM,
                    WEIGHT_DECAY,
                    WARMUP_EPOCHS,
                    WARMUP_MOMENTUM,
                    WARMUP_BIAS_LR,
                    NBS,
                    FREEZE,
                    BOX,
                    CLS,
                    DFL),
            KeyGroup.of(
                    "Augmentation",
                    MOSAIC,
                    CLOSE_MOSAIC,
                    MIXUP,
                    CUTMIX,
                    COPY_PASTE,
                    HSV_H,
                    HSV_S,
                    HSV_V,
                    DEGREES,
                    TRANSLATE,
                    SCALE,
                    SHEAR,
                    PERSPECTIVE,
                    FLIPUD,
                    FLIPLR),
            KeyGroup.of(
                    "Machine and folder",
                    DEVICE,
                    PRECISION,
                    WORKERS,
                    CACHE,
                    OUT,
                    PROJECT,
                    NAME,
                    EXIST_OK,
                    TENSORBOARD));

    private TrainKeys() {}
}
