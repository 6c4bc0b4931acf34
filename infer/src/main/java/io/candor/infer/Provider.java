package io.candor.infer;

/** What computes. */
public enum Provider {
    CPU,
    /** An NVIDIA GPU; needs ONNX Runtime's GPU library in place of the CPU one. */
    CUDA,
    /** An NVIDIA GPU through TensorRT; needs that and ONNX Runtime's GPU library. */
    TENSORRT
}
