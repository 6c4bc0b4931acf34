/** Whole networks: the tables they are defined by, their weights, and what can be done with both. */
package io.candor.network;
