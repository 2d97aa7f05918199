package io.fieldgate.bridge.jms;

import io.fieldgate.contract.SourceContract;
import io.fieldgate.contract.SourceFixture;

/** The contract on ActiveMQ Classic by STOMP. */
class ClassicStompSubscriptionContractIT extends SourceContract {
    @Override
    protected SourceFixture fixture() {
        return new JmsSource(new ClassicBroker("stomp"), Kind.TOPIC);
    }
}
