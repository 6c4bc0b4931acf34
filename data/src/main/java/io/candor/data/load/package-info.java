/** Threads that turn samples into batches, and the cache of scaled pictures. */
package io.candor.data.load;
