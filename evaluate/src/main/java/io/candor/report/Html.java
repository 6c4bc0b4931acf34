package io.candor.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text as it may stand in a page. */
public final class Html {

    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

    private Html() {}

    /** Text that is neither tag nor entity, also inside quotes. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** The bytes inside the page itself, so that it needs no second file. */
    public static String inline(String type, byte[] bytes) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    /** JSON that can stand in a script element: nothing in it ends the element or begins a comment. */
    static String script(String json) {
        return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }

    /** A script that can stand in a script element: inside its strings and patterns a backslash more means the same. */
    static String code(String script) {
        return script.replace("\r\n", "\n").replace("</script", "<\\/script").replace("<!--", "<\\!--");
    }

    /** What a content security policy calls a script. */
    static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A template with its {@code {{places}}} filled, each once: what is filled in is not searched again. */
    static String fill(String template, Map<String, String> values) {
        Matcher places = PLACE.matcher(template);
        StringBuilder page = new StringBuilder();
        while (places.find()) {
            String value = values.get(places.group(1));
            if (value == null) {
                throw new IllegalArgumentException("nothing to fill in for " + places.group(1));
            }
            places.appendReplacement(page, Matcher.quoteReplacement(value));
        }
        return places.appendTail(page).toString();
    }
}
