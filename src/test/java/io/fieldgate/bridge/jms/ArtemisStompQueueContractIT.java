package io.fieldgate.bridge.jms;

import io.fieldgate.contract.SourceContract;
import io.fieldgate.contract.SourceFixture;

/** The contract on Artemis by STOMP. */
class ArtemisStompQueueContractIT extends SourceContract {
    @Override
    protected SourceFixture fixture() {
        return new JmsSource(new ArtemisBroker("stomp"), Kind.QUEUE);
    }
}
