package io.candor.serve;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bodies of type multipart/form-data (RFC 7578), taken apart in memory: they are no longer than any other body, and
 * nothing is written to a disk.
 */
final class Multipart {

    /** At most 70 characters (RFC 2046). */
    private static final Pattern BOUNDARY =
            Pattern.compile("(?i)boundary=(?:\"([^\"]{1,70})\"|([0-9A-Za-z'()+_,./:=?-]{1,70}))");

    private static final byte[] BLANK_LINE = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private Multipart() {}

    /**
     * A part.
     *
     * @param headers as sent, lines of name and value
     */
    @SuppressWarnings("ArrayRecordComponent") // consumed once
    record Part(String headers, byte[] content) {

        boolean isFile() {
            return Pattern.compile("(?i)filename\\*?=").matcher(headers).find();
        }
    }

    /**
     * The parts in their order.
     *
     * @throws Problem 400 if there is no boundary, or the body is not made of parts that it separates
     */
    static List<Part> parts(String contentType, byte[] body) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw new Problem(400, "The content type multipart/form-data needs a boundary.");
        }
        String given = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        byte[] line = ("\r\n--" + given).getBytes(StandardCharsets.ISO_8859_1);
        byte[] first = Arrays.copyOfRange(line, 2, line.length);
        int at = indexOf(body, first, 0);
        if (at < 0) {
            throw broken("its boundary does not occur");
        }
        at += first.length;
        List<Part> parts = new ArrayList<>();
        while (!startsWith(body, at, "--")) {
            int headersFrom = at;
            int headersTo = indexOf(body, BLANK_LINE, headersFrom);
            int end = headersTo < 0 ? -1 : indexOf(body, line, headersTo + 2);
            if (end < 0) {
                throw broken("a part is not ended");
            }
            int from = Math.min(end, headersTo + BLANK_LINE.length);
            parts.add(new Part(
                    new String(body, headersFrom, headersTo - headersFrom, StandardCharsets.UTF_8),
                    Arrays.copyOfRange(body, from, end)));
            at = end + line.length;
        }
        return parts;
    }

    private static Problem broken(String how) {
        return new Problem(400, "The body is no multipart/form-data: " + how + ".");
    }

    private static boolean startsWith(byte[] body, int at, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        return at + wanted.length <= body.length
                && Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length);
    }

    private static int indexOf(byte[] body, byte[] wanted, int from) {
        for (int at = from; at + wanted.length <= body.length; at++) {
            if (body[at] == wanted[0] && Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
