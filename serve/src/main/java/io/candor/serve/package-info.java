/**
 * Detectors over HTTP: the Open Inference Protocol, pictures in and decisions out, several models that are replaced while
 * they serve, and a page. Limits come first: nothing is decoded, queued or computed before it was counted.
 */
package io.candor.serve;
