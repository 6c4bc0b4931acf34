/** The building blocks of networks: what weights they declare, and one {@code forward} over any interpreter. */
package io.candor.layer;
