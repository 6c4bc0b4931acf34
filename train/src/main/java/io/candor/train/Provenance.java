package io.candor.train;

import io.candor.data.Classes;

/**
 * Where a network comes from, recorded in its weight file.
 *
 * @param classes of the data set
 * @param dataset what it was trained on, as the user named it
 * @param start weights it started from, as the user named them; empty for none
 * @param version of this program
 */
public record Provenance(Classes classes, String dataset, String start, String version) {}
