/** Evaluations as files: JSON and charts. Formats, never computes. */
package io.candor.report;
