package io.fieldgate.topic;

import io.fieldgate.contract.SourceContract;
import io.fieldgate.contract.SourceFixture;

/** The contract of sources with a topic. */
class TopicSourceContractIT extends SourceContract {
    @Override
    protected SourceFixture fixture() {
        return new TopicSource();
    }
}
