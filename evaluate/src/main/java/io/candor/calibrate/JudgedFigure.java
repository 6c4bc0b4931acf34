package io.candor.calibrate;

/** A figure that is computed before and after calibration. */
public interface JudgedFigure {

    /** The name in tables and files. */
    String label();

    /** How it is counted. */
    String words();

    /** How far a value is from the best: the value itself where lower is better, its size where 0 is best. */
    default double distance(double value) {
        return value;
    }
}
