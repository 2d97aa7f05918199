package io.fieldgate.mqtt;

/** Where a sink hands its messages over: a broker, or whoever tries a route without one. */
interface Outlet {
    /** Tells the publication exactly once what became of it. Never waits. */
    void publish(Publication publication);
}
