/**
 * Detectors for applications: an ONNX file and images in, detections, calibrated confidence and decisions out. ONNX
 * Runtime computes, OpenCV reads and scales images; libtorch is not needed.
 */
package io.candor.infer;
