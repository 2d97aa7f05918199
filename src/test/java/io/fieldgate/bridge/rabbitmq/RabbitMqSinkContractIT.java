package io.fieldgate.bridge.rabbitmq;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

/** The contract on Qpid, which speaks the same protocol. */
class RabbitMqSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new RabbitMqSink();
    }
}
