package io.fieldgate.bridge.redis;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

class RedisListSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new RedisSink(Structure.LIST);
    }
}
