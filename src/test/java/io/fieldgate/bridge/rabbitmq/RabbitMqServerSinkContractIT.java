package io.fieldgate.bridge.rabbitmq;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

/** The contract on RabbitMQ itself. */
class RabbitMqServerSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new RabbitMqSink(new RabbitMqServer());
    }
}
