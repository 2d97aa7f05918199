package io.fieldgate.bridge.zeromq;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

class PubSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new ZeroMqSink(SocketKind.PUB);
    }
}
