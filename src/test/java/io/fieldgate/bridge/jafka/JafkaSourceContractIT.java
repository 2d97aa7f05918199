package io.fieldgate.bridge.jafka;

import io.fieldgate.contract.SourceContract;
import io.fieldgate.contract.SourceFixture;

class JafkaSourceContractIT extends SourceContract {
    @Override
    protected SourceFixture fixture() {
        return new JafkaSource();
    }
}
