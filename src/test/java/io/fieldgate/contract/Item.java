package io.fieldgate.contract;

import java.util.ArrayList;
import java.util.List;

/**
 * A message of the contract.
 *
 * @param key of those whose order counts
 * @param number among all
 */
public record Item(String key, int number) {
    private static final int KEYS = 4;

    /** So many, of four keys by turns. */
    public static List<Item> of(int count) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(new Item("key" + i % KEYS, i));
        }
        return items;
    }

    /** The item of a body. */
    public static Item read(String body) {
        int dash = body.lastIndexOf('-');
        return new Item(body.substring(0, dash), Integer.parseInt(body.substring(dash + 1)));
    }

    /** What is sent. */
    public String body() {
        return key + "-" + number;
    }
}
