package io.fieldgate.bridge.jms;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

/** The contract on a topic of ActiveMQ Classic. */
class ClassicTopicSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new JmsSink(new ClassicBroker(), Kind.TOPIC);
    }
}
