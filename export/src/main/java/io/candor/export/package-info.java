/** Networks as ONNX files, and the gate that compares such a file with the network it came from. */
package io.candor.export;
