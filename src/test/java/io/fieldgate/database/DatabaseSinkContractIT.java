package io.fieldgate.database;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

class DatabaseSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new DatabaseSink();
    }
}
