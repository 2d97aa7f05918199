package io.fieldgate.bridge.jms;

import io.fieldgate.contract.SourceContract;
import io.fieldgate.contract.SourceFixture;

/** The contract on a topic of ActiveMQ Classic. */
class ClassicSubscriptionContractIT extends SourceContract {
    @Override
    protected SourceFixture fixture() {
        return new JmsSource(new ClassicBroker(), Kind.TOPIC);
    }
}
