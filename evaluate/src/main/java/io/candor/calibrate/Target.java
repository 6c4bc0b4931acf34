package io.candor.calibrate;

/** What a calibrated confidence should mean. */
public enum Target {
    /** The probability that the detection matches an object; the goal D-ECE. */
    TP,
    /** The overlap with its object to be expected, 0 without one (Kuzucu et al. 2024); the goal LaECE0. */
    IOU
}
