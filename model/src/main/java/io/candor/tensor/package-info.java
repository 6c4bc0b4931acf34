/** Native memory and the verbs layers are written in. */
package io.candor.tensor;
