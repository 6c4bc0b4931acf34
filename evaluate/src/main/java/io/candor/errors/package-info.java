/** Which detections and objects a detector gets wrong, and for what kind of images and objects. */
package io.candor.errors;
