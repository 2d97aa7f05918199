package io.fieldgate.bridge.jms;

import io.fieldgate.contract.SourceContract;
import io.fieldgate.contract.SourceFixture;

/** The contract on Artemis, by AMQP 1.0. */
class AmqpQueueContractIT extends SourceContract {
    @Override
    protected SourceFixture fixture() {
        return new JmsSource(new ArtemisBroker(), Kind.QUEUE);
    }
}
