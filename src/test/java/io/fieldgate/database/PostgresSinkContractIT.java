package io.fieldgate.database;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

class PostgresSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new DatabaseSink(DatabaseSink.Server.POSTGRESQL);
    }
}
