/** What the network is told about its mistakes. */
package io.candor.loss;
