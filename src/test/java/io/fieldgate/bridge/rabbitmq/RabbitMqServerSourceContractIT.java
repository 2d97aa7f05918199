package io.fieldgate.bridge.rabbitmq;

import io.fieldgate.contract.SourceContract;
import io.fieldgate.contract.SourceFixture;

/** The contract on RabbitMQ itself. */
class RabbitMqServerSourceContractIT extends SourceContract {
    @Override
    protected SourceFixture fixture() {
        return new RabbitMqSource(new RabbitMqServer());
    }
}
