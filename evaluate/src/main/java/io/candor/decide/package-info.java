/** From confidence to action: thresholds, accept, review or reject, and what that costs. */
package io.candor.decide;
