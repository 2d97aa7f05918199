package io.fieldgate.bridge.redis;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

class RedisChannelSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new RedisSink(Structure.CHANNEL);
    }
}
