package io.candor.layer;

/** Whether a bottleneck adds its input to its output (He et al., 2016). */
public enum Shortcut {
    SHORTCUT,
    PLAIN
}
