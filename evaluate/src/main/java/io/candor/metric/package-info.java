/**
 * Numbers about detections: average precision, curves, confusion, calibration. Each result carries the definition it
 * was computed under.
 */
package io.candor.metric;
