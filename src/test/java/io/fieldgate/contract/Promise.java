package io.fieldgate.contract;

/** What the contract asks of sources and sinks. */
public enum Promise {
    AGAIN_AFTER_A_REFUSAL("comes again after a refusal", "is sent again after a refusal"),
    AGAIN_AFTER_A_RESTART("comes again after a restart", "is sent again after a restart"),
    EVERY_TENTH_REFUSED("loses none when every tenth is refused", "loses none when every tenth is refused"),
    CONNECTION_CUT("goes on after the connection was cut", "goes on after the connection was cut"),
    THE_RIGHT_PLACE("begins again at the right place", ""),
    FULL_WINDOW("holds while the window is full, and recovers", "keeps nobody waiting while it is held up"),
    RECOVERY("", "recovers after it was held up"),
    ORDER_PER_KEY("keeps the order of a key", "keeps the order of a key");

    private final String ofSources;
    private final String ofSinks;

    Promise(String ofSources, String ofSinks) {
        this.ofSources = ofSources;
        this.ofSinks = ofSinks;
    }

    /** As a column of the table; empty when sources are not asked for it. */
    String ofSources() {
        return ofSources;
    }

    /** As a column of the table; empty when sinks are not asked for it. */
    String ofSinks() {
        return ofSinks;
    }
}
