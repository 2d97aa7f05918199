package io.fieldgate.http;

import java.util.Arrays;

/** By what callers are told apart who have not said who they are. */
final class CallerAddress {
    private static final int GROUPS = 8;
    private static final int GROUPS_OF_A_NETWORK = 4;

    private CallerAddress() {}

    /**
     * The address; of IP version 6 only its network, since whoever has one address there mostly has the 2^64 that begin alike.
     *
     * @param address as Tomcat writes it: without {@code ::}
     */
    static String counted(String address) {
        String[] groups = address.split(":", -1);
        if (groups.length != GROUPS) {
            return address;
        }
        return String.join(":", Arrays.copyOf(groups, GROUPS_OF_A_NETWORK));
    }
}
