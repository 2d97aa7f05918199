package io.fieldgate.file;

import io.fieldgate.contract.SourceContract;
import io.fieldgate.contract.SourceFixture;

/** The contract of sources with files that are dropped into a folder. */
class DropFolderContractIT extends SourceContract {
    @Override
    protected SourceFixture fixture() {
        return IntakeSource.dropped();
    }
}
