package io.fieldgate.bridge.rabbitmq;

import io.fieldgate.contract.SourceContract;
import io.fieldgate.contract.SourceFixture;

/** The contract on Qpid, which speaks the same protocol. */
class RabbitMqSourceContractIT extends SourceContract {
    @Override
    protected SourceFixture fixture() {
        return new RabbitMqSource();
    }
}
