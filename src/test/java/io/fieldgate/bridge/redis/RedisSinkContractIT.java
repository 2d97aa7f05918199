package io.fieldgate.bridge.redis;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

class RedisSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new RedisSink(Structure.STREAM);
    }
}
