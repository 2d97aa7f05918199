package io.fieldgate.console;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client has asked for; every mistake in it is told with what is allowed. */
final class Query {
    private static final int MOST_DIGITS = 9;

    private Query() {}

    /** @throws IllegalArgumentException when it has other filters than these */
    static void check(Map<String, String> query, List<String> filters) {
        query.keySet().forEach(name -> {
            if (!filters.contains(name)) {
                throw new IllegalArgumentException("there is no filter '" + name + "', allowed are " + filters);
            }
        });
    }

    /** @throws IllegalArgumentException when it is no number from the least to the most */
    static int limit(@Nullable String text, int usual, int least, int most) {
        if (text == null) {
            return usual;
        }
        boolean isNumber = text.matches("[0-9]{1," + MOST_DIGITS + "}");
        int limit = isNumber ? Integer.parseInt(text) : -1;
        if (limit < least || limit > most) {
            throw new IllegalArgumentException("'limit' is '" + text + "', allowed is " + least + " to " + most);
        }
        return limit;
    }
}
