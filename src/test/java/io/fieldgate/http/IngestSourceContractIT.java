package io.fieldgate.http;

import io.fieldgate.contract.SourceContract;
import io.fieldgate.contract.SourceFixture;

class IngestSourceContractIT extends SourceContract {
    @Override
    protected SourceFixture fixture() {
        return new IngestSource();
    }
}
