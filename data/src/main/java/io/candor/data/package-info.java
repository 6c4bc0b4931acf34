/** The nouns of the pipeline. */
package io.candor.data;
