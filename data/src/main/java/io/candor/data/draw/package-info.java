/** Boxes and captions on pictures. */
package io.candor.data.draw;
