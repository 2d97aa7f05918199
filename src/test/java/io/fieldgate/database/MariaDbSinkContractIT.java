package io.fieldgate.database;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;
import org.junit.jupiter.api.condition.EnabledIf;

/** Where a server is installed. */
@EnabledIf("io.fieldgate.database.MariaDb#isInstalled")
class MariaDbSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new DatabaseSink(DatabaseSink.Server.MARIADB);
    }
}
