/** Everything that can be said about a data set before training on it. */
package io.candor.data.inspect;
