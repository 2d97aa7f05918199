package io.fieldgate.bridge.jms;

import io.fieldgate.contract.SourceContract;
import io.fieldgate.contract.SourceFixture;

/** The contract on a topic of Artemis, by STOMP. */
class ArtemisStompSubscriptionContractIT extends SourceContract {
    @Override
    protected SourceFixture fixture() {
        return new JmsSource(new ArtemisBroker("stomp"), Kind.TOPIC);
    }
}
