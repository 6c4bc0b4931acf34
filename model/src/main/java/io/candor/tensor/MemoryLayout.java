package io.candor.tensor;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * The order in memory of image tensors, whose shape is (B, C, H, W) either way. Channels-last is what vectorised
 * convolution kernels prefer: on an AVX-512 machine a 3 x 3 convolution takes half the time of the other layout.
 */
public enum MemoryLayout {
    /** The channels of a pixel lie beside each other. */
    CHANNELS_LAST(MemoryFormat.ChannelsLast),
    /** The pixels of a channel lie beside each other. */
    CHANNELS_FIRST(MemoryFormat.Contiguous);

    private final MemoryFormat format;

    MemoryLayout(MemoryFormat format) {
        this.format = format;
    }

    /** {@code images} (B, C, H, W) in this order: itself if it is already; gradients pass. */
    public Tensor arrange(Tensor images) {
        return images.contiguous(format);
    }
}
