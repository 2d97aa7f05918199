package io.fieldgate.observe.device;

/** How rates fade: those of a minute ago count a third. */
final class Rates {
    private static final double MINUTE_MILLIS = 60_000;

    private Rates() {}

    /**
     * A rate, some time on.
     *
     * @param perMinute before
     * @param happened since
     * @param millis how long that is
     */
    static float after(float perMinute, long happened, long millis) {
        if (millis <= 0) {
            return perMinute + happened;
        }
        double kept = Math.exp(-millis / MINUTE_MILLIS);
        return (float) (perMinute * kept + happened * (MINUTE_MILLIS / millis) * (1 - kept));
    }

    /** A rate that nothing was added to for so long. */
    static double faded(float perMinute, long millis) {
        return millis <= 0 ? perMinute : perMinute * Math.exp(-millis / MINUTE_MILLIS);
    }
}
