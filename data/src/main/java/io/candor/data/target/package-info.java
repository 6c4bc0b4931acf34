/** What labels become before they are compared with predictions: numbers, no tensors. */
package io.candor.data.target;
