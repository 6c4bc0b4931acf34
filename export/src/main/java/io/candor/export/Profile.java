package io.candor.export;

/** What will run the file. */
public enum Profile {
    /** ONNX Runtime on a machine, and what reads ONNX as it does: the standard operators. */
    SERVER,
    /**
     * A browser: no operator that a back end of ONNX Runtime Web refuses or computes wrongly. Its WebGL back end (1.30)
     * fails on nearest-neighbour Resize and on Split from operator set 13, so an upsampling is a grouped transposed
     * convolution with ones and a split is Slices; sizes are fixed, all attributes of convolutions explicit, nothing is
     * selected in the graph, and the operator set is at least 13, since Softmax meant something else before.
     */
    WEB
}
