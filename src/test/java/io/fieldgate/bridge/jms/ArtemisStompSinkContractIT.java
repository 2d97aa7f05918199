package io.fieldgate.bridge.jms;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

/** The contract on Artemis by STOMP. */
class ArtemisStompSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new JmsSink(new ArtemisBroker("stomp"), Kind.QUEUE);
    }
}
