package io.fieldgate.observe.device;

import java.util.ArrayList;
import java.util.List;

/** What other gateways have seen of a device. Immutable; of a gateway that is alone all devices share {@link #NONE}. */
final class Others {
    static final Others NONE = new Others(List.of());

    /** Of more gateways, those that saw the device longest ago are left out. */
    private static final int MOST_GATEWAYS = 8;
    /** A gateway that has missed so many of its messages of a device, while others have heard it, has lost it to them. */
    private static final int MISSED = 5;

    private final Share[] shares;

    private Others(List<Share> shares) {
        this.shares = shares.toArray(Share[]::new);
    }

    /** With what a gateway says now. */
    Others with(Share share) {
        List<Share> kept = allBut(share.gateway());
        kept.add(share);
        if (kept.size() > MOST_GATEWAYS) {
            kept.sort((a, b) -> Long.compare(b.heard(), a.heard()));
            kept.remove(MOST_GATEWAYS);
        }
        return new Others(kept);
    }

    /** Without what a gateway has said. */
    Others without(String gateway) {
        List<Share> kept = allBut(gateway);
        return kept.isEmpty() ? NONE : new Others(kept);
    }

    private List<Share> allBut(String gateway) {
        List<Share> kept = new ArrayList<>(shares.length + 1);
        for (Share share : shares) {
            if (!share.gateway().equals(gateway)) {
                kept.add(share);
            }
        }
        return kept;
    }

    boolean isEmpty() {
        return shares.length == 0;
    }

    List<Share> all() {
        return List.of(shares);
    }

    /** When one of them has heard of it last; 0 for never. */
    long heard() {
        long newest = 0;
        for (Share share : shares) {
            newest = Math.max(newest, share.heard());
        }
        return newest;
    }

    /** When one of them has seen a message last; 0 for never. */
    long last() {
        long newest = 0;
        for (Share share : shares) {
            newest = Math.max(newest, share.last());
        }
        return newest;
    }

    long messages() {
        long all = 0;
        for (Share share : shares) {
            all += share.messages();
        }
        return all;
    }

    long rejects() {
        long all = 0;
        for (Share share : shares) {
            all += share.rejects();
        }
        return all;
    }

    double perMinute(long now, long grace) {
        double all = 0;
        for (Share share : shares) {
            all += Rates.faded(share.perMinute(), now - share.at() - grace);
        }
        return all;
    }

    double bytesPerMinute(long now, long grace) {
        double all = 0;
        for (Share share : shares) {
            all += Rates.faded(share.bytesPerMinute(), now - share.at() - grace);
        }
        return all;
    }

    /**
     * The usual time between messages, also of those of this gateway. Gateways that hear a device by turns each know a part of
     * its messages, and their parts add up; one that has not heard of it for long, since it has moved to another, does not
     * count any more.
     *
     * @param ownLast when this gateway has seen a message last
     * @param own interval, 0 while unknown
     * @param grace how late, in milliseconds, what others have heard is known here
     * @return in milliseconds; 0 while unknown
     */
    long interval(long ownLast, double own, long grace) {
        long newest = Math.max(ownLast, last());
        double often = often(ownLast, own, newest);
        long latest = own == 0 ? 0 : ownLast;
        double usual = own;
        for (Share share : shares) {
            double theirs = (double) share.interval();
            often += often(share.last(), theirs, newest - grace);
            if (theirs > 0 && share.last() > latest) {
                latest = share.last();
                usual = theirs;
            }
        }
        return (long) (often == 0 ? usual : 1 / often);
    }

    /** Messages a millisecond of a gateway; 0 when it is unknown, or the device is heard by others now. */
    private static double often(long last, double interval, long newest) {
        return interval == 0 || newest - last > MISSED * interval ? 0 : 1 / interval;
    }
}
