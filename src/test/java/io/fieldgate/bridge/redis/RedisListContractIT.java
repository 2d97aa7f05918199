package io.fieldgate.bridge.redis;

import io.fieldgate.contract.SourceContract;
import io.fieldgate.contract.SourceFixture;

class RedisListContractIT extends SourceContract {
    @Override
    protected SourceFixture fixture() {
        return new RedisFixture(Structure.LIST);
    }
}
