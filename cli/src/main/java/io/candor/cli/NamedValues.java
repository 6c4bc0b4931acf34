package io.candor.cli;

import io.candor.data.InvalidInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Options of the form NAME=VALUE that may be repeated, but not for one name. */
final class NamedValues {

    private NamedValues() {}

    /**
     * Values by their names, as they were given.
     *
     * @param option they were given by, for messages
     * @throws InvalidInput if one has no name or no value, or two have one name
     */
    static Map<String, String> parse(String option, List<String> given) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String one : given) {
            int end = one.indexOf('=');
            if (end < 1 || end == one.length() - 1) {
                throw new InvalidInput("options", "%s %s: expected NAME=VALUE.".formatted(option, one));
            }
            String name = one.substring(0, end);
            if (byName.put(name, one.substring(end + 1)) != null) {
                throw new InvalidInput(
                        "options",
                        "%s is given twice for '%s'. Give each its own name, or leave one out."
                                .formatted(option, name));
            }
        }
        return byName;
    }
}
