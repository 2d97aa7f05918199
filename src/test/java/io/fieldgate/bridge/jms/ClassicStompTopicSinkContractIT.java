package io.fieldgate.bridge.jms;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

/** The contract on a topic of ActiveMQ Classic, by STOMP. */
class ClassicStompTopicSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new JmsSink(new ClassicBroker("stomp"), Kind.TOPIC);
    }
}
