package io.fieldgate.lake;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

class LakeSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new LakeSink();
    }
}
