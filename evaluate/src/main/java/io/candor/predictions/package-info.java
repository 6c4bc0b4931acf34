/** Files of predictions that any tool may have written, and the annotations they belong to. */
package io.candor.predictions;
