package io.fieldgate.observe.device;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Finds the page that somebody wants, of devices that come in any order, keeping no more than a page of them. */
final class Pages {
    private final int limit;
    private final Comparator<Row> order;
    private final @Nullable Row after;
    /** The last of the page first. */
    private final PriorityQueue<Row> page;

    private int total;
    private boolean more;

    private record Row(double key, String id, @Nullable Device device) {}

    /** @throws IllegalArgumentException when {@code after} is no end of a page */
    Pages(DeviceQuery query) {
        this.limit = query.limit();
        Comparator<Row> ascending = Comparator.comparingDouble(Row::key).thenComparing(Row::id);
        this.order = query.descending() ? ascending.reversed() : ascending;
        this.after = query.after() == null ? null : parse(query.after());
        this.page = new PriorityQueue<>(order.reversed());
    }

    void add(Device device, double key) {
        total++;
        Row row = new Row(key, device.id(), device);
        if (after != null && order.compare(row, after) <= 0) {
            return;
        }
        page.add(row);
        if (page.size() > limit) {
            page.remove();
            more = true;
        }
    }

    int total() {
        return total;
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>(page);
        rows.sort(order);
        return rows;
    }

    List<Device> devices() {
        List<Device> devices = new ArrayList<>();
        for (Row row : rows()) {
            if (row.device != null) {
                devices.add(row.device);
            }
        }
        return devices;
    }

    /** Where the next page begins; null when there is none. */
    @Nullable
    String next() {
        Row last = page.peek();
        return more && last != null
                ? Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString((last.key + " " + last.id).getBytes(StandardCharsets.UTF_8))
                : null;
    }

    private static Row parse(String after) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8);
            int blank = text.indexOf(' ');
            return new Row(Double.parseDouble(text.substring(0, Math.max(0, blank))), text.substring(blank + 1), null);
        } catch (IllegalArgumentException foreign) {
            throw new IllegalArgumentException(
                    "'after' is '" + after + "', allowed is what the page before has as 'next'");
        }
    }
}
