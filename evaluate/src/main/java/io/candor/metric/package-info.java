/** Measured numbers, each with the definition it was measured by. */
package io.candor.metric;
