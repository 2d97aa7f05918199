package io.fieldgate.bridge.jms;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

/** The contract on a topic of Artemis, by STOMP. */
class ArtemisStompTopicSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new JmsSink(new ArtemisBroker("stomp"), Kind.TOPIC);
    }
}
