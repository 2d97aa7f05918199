package io.fieldgate.bridge.jms;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

/** The contract on Artemis, by AMQP 1.0. */
class AmqpSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new JmsSink(new ArtemisBroker(), Kind.QUEUE);
    }
}
