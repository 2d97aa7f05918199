package io.fieldgate.bridge.zeromq;

import io.fieldgate.contract.SourceContract;
import io.fieldgate.contract.SourceFixture;

class PullSourceContractIT extends SourceContract {
    @Override
    protected SourceFixture fixture() {
        return new PullSource();
    }
}
