package io.fieldgate.notify;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses receivers may have. A webhook is a request that the gateway makes for whoever wrote its address, so by
 * default it reaches nothing that only the gateway's own network can.
 *
 * @param plainHttp hosts, or {@code host:port}, that are asked without TLS
 * @param privateNetworks addresses that are not public and may be asked all the same
 * @param listed where the configuration lists these
 */
record Outgoing(Set<String> plainHttp, List<Network> privateNetworks, String listed) {
    /** Other hosts are names, which are looked up, and checked, each time. */
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[.*]");

    static final Outgoing NOTHING_SPECIAL = new Outgoing(Set.of(), List.of());

    /** Those of {@code config/receivers.yaml}. */
    Outgoing(Set<String> plainHttp, List<Network> privateNetworks) {
        this(plainHttp, privateNetworks, "outgoing.private_addresses");
    }

    /**
     * @param address its first
     * @param bits how many leading bits its addresses have in common
     */
    record Network(InetAddress address, int bits) {
        /** @throws IllegalArgumentException when it is neither an address nor a network */
        static Network parse(String text) {
            String[] parts = text.split("/", 2);
            try {
                // Only what looks like an address: a name would be asked of the DNS.
                if (!parts[0].matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
                    throw new IllegalArgumentException(text);
                }
                InetAddress address = InetAddress.getByName(parts[0]);
                int length = address.getAddress().length * 8;
                int bits = parts.length == 1 ? length : Integer.parseInt(parts[1]);
                if (bits < 0 || bits > length) {
                    throw new IllegalArgumentException(text);
                }
                return new Network(address, bits);
            } catch (UnknownHostException | IllegalArgumentException wrong) {
                throw new IllegalArgumentException(
                        "'" + text + "' is no address, allowed are addresses and networks such as 10.20.0.0/16", wrong);
            }
        }

        boolean contains(InetAddress other) {
            byte[] ours = address.getAddress();
            byte[] theirs = other.getAddress();
            if (ours.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Why an address may not be asked. */
    enum Objection {
        /** It is none for HTTP, or has a user in it. */
        NO_ADDRESS,
        NO_TLS,
        PRIVATE
    }

    /** Null when it may be asked, as far as can be said before its name is looked up. */
    @Nullable
    Objection objection(URI url) {
        boolean plain = "http".equalsIgnoreCase(url.getScheme());
        if (url.getHost() == null
                || !(plain || "https".equalsIgnoreCase(url.getScheme()))
                || url.getUserInfo() != null) {
            return Objection.NO_ADDRESS;
        }
        if (plain && !mayUsePlainHttp(url)) {
            return Objection.NO_TLS;
        }
        return LITERAL.matcher(url.getHost()).matches() && !mayReach(url.getHost()) ? Objection.PRIVATE : null;
    }

    private boolean mayUsePlainHttp(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        return plainHttp.contains(host) || plainHttp.contains(host + ":" + (url.getPort() < 0 ? 80 : url.getPort()));
    }

    /** @param literal an address as it stands in a URL */
    boolean mayReach(String literal) {
        try {
            return mayReach(Network.parse(literal.replaceAll("[\\[\\]]", "")).address());
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    boolean mayReach(InetAddress address) {
        return isPublic(address) || privateNetworks.stream().anyMatch(network -> network.contains(address));
    }

    /** Whether it is one that the whole internet reaches; by IANA's registries of special-purpose addresses. */
    private static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        if (address instanceof Inet4Address) {
            return first != 0
                    && first < 240
                    && !(first == 100 && second >= 64 && second < 128)
                    && !(first == 192 && second == 0 && bytes[2] == 0)
                    && !(first == 198 && (second == 18 || second == 19));
        }
        // Only global unicast, and of it neither documentation (2001:db8::) nor what wraps an IPv4 address (6to4,
        // Teredo).
        return (first & 0xE0) == 0x20
                && !(first == 0x20 && second == 0x02)
                && !(first == 0x20 && second == 0x01 && ((bytes[2] == 0 && bytes[3] == 0) || bytes[2] == 0x0D));
    }
}
