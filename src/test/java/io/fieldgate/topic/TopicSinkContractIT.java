package io.fieldgate.topic;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

/** The contract of sinks with a topic. */
class TopicSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new TopicSink();
    }
}
