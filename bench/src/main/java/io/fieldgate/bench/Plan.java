package io.fieldgate.bench;

/**
 * What each contender goes through.
 *
 * @param devices that take turns
 * @param connections of the load
 * @param payloadSize bytes of each message
 * @param warmUp messages before anything is measured: the compiler needs some 200,000
 * @param steadyRate messages a second while processor time is measured
 * @param steadySeconds for how long
 * @param latencyRate messages a second while latency is measured
 * @param latencySeconds for how long
 * @param burst messages of the measurement of throughput
 */
record Plan(
        int devices,
        int connections,
        int payloadSize,
        int warmUp,
        int steadyRate,
        int steadySeconds,
        int latencyRate,
        int latencySeconds,
        int burst) {
    private static final int REHEARSAL = 150_000;

    /** Only as much as warms up the brokers and the load, which serve the first contender as they serve the last. */
    Plan rehearsal() {
        return new Plan(devices, connections, payloadSize, REHEARSAL, steadyRate, 3, latencyRate, 1, 1_000);
    }
}
