package io.candor.calibrate;

/** Which detections a calibrator drops before it is fitted and whenever it is applied. */
public enum Cut {
    /** None. */
    NONE,
    /** Those below the threshold of least LRP of their class (protocol of Kuzucu et al. 2024). */
    LRP
}
