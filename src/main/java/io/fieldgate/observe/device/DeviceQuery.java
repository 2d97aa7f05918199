package io.fieldgate.observe.device;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which devices somebody wants to see.
 *
 * @param search part of the name, in any case; empty for all
 * @param state null for all
 * @param descending the largest, newest or last first
 * @param limit how many
 * @param after where the page before ended; null for the first page
 */
public record DeviceQuery(
        String search,
        @Nullable DeviceState state,
        Order order,
        boolean descending,
        int limit,
        @Nullable String after) {
    /** What devices are sorted by; equal ones by name. */
    public enum Order {
        ID,
        LAST_SEEN,
        MESSAGES,
        RATE,
        REJECTS;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public DeviceQuery {
        search = search.toLowerCase(Locale.ROOT);
    }

    /**
     * Reads {@code id} or {@code -last_seen}.
     *
     * @throws IllegalArgumentException saying what is allowed
     */
    public static DeviceQuery of(
            String search, @Nullable DeviceState state, String sort, int limit, @Nullable String after) {
        boolean descending = sort.startsWith("-");
        String name = descending ? sort.substring(1) : sort;
        List<Order> found = Arrays.stream(Order.values())
                .filter(order -> order.text().equals(name))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("'sort' is '" + sort + "', allowed are "
                    + Arrays.stream(Order.values()).map(Order::text).collect(Collectors.joining(", "))
                    + ", each with a - before it to begin with the largest");
        }
        return new DeviceQuery(search, state, found.get(0), descending, limit, after);
    }
}
