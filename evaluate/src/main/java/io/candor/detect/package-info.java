/** From a network's decoded prediction to detections: non-maximum suppression. */
package io.candor.detect;
