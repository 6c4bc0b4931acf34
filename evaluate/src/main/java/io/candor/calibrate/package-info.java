/** From confidence to probability, and from probability to a decision: calibrators, thresholds, policies. */
package io.candor.calibrate;
