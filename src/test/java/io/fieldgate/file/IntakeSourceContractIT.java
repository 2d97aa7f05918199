package io.fieldgate.file;

import io.fieldgate.contract.SourceContract;
import io.fieldgate.contract.SourceFixture;

/** The contract of sources with a followed file. */
class IntakeSourceContractIT extends SourceContract {
    @Override
    protected SourceFixture fixture() {
        return IntakeSource.following();
    }
}
