/** Throughput and memory, as ratios measured in one run. */
package io.candor.bench;
