/** One class per command. */
package io.candor.cli;
