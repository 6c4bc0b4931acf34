/** Reference numbers made with other implementations. */
package io.candor.golden;
