package io.candor.data.synth;

import io.candor.data.Box;

/**
 * Something harmless on the board that a detector may take for a defect; it is never labelled.
 *
 * @param box its extent in image pixels
 */
public record LookAlike(Kind kind, Box box) {

    /** What it is. */
    public enum Kind {
        /** A speck, light or dark. */
        DUST,
        /** A hair or a thread of cloth. */
        FIBRE,
        /** A fine light line in the solder mask; the copper below is whole. */
        SCRATCH,
        /** A dried drop: a faint disc with a darker rim. */
        STAIN,
        /** Amber residue beside a pad. */
        FLUX
    }
}
