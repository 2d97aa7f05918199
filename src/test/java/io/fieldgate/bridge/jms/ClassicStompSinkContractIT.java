package io.fieldgate.bridge.jms;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

/** The contract on ActiveMQ Classic by STOMP. */
class ClassicStompSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new JmsSink(new ClassicBroker("stomp"), Kind.QUEUE);
    }
}
