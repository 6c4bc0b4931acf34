/** Whole jobs: train, evaluate, predict, demonstrate. */
package io.candor.run;
