package io.candor.data;

import java.util.Arrays;

/**
 * Run lengths as the text of COCO files: from the third on each as the difference to the one before the last, in groups
 * of five bits from the lowest, with a sixth that says whether more follow, as characters from '0' on.
 */
final class RunText {

    private static final int BITS = 5;
    private static final int LOW = 0x1f;
    private static final int SIGN = 0x10;
    private static final int MORE = 0x20;
    private static final int ZERO = 48;

    private RunText() {}

    static String encode(int[] counts) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < counts.length; i++) {
            int rest = i > 2 ? counts[i] - counts[i - 2] : counts[i];
            boolean more = true;
            while (more) {
                int group = rest & LOW;
                rest >>= BITS;
                more = (group & SIGN) != 0 ? rest != -1 : rest != 0;
                text.append((char) ((more ? group | MORE : group) + ZERO));
            }
        }
        return text.toString();
    }

    static int[] decode(String text) {
        int[] counts = new int[text.length()];
        int size = 0;
        for (int at = 0; at < text.length(); size++) {
            long value = 0;
            int shift = 0;
            int group;
            do {
                group = group(text, at++);
                value |= (long) (group & LOW) << shift;
                shift += BITS;
            } while ((group & MORE) != 0);
            if ((group & SIGN) != 0) {
                value |= -1L << shift;
            }
            counts[size] = Math.toIntExact(size > 2 ? value + counts[size - 2] : value);
        }
        return Arrays.copyOf(counts, size);
    }

    private static int group(String text, int at) {
        int group = at < text.length() ? text.charAt(at) - ZERO : -1;
        if (group < 0 || group > (MORE | LOW)) {
            throw new IllegalArgumentException(
                    at < text.length()
                            ? "`%c` is no character of a compressed mask".formatted(text.charAt(at))
                            : "the compressed mask ends in the middle of a run");
        }
        return group;
    }
}
