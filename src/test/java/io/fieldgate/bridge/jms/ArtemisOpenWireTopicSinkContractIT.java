package io.fieldgate.bridge.jms;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

/** The contract on a topic of Artemis, by OpenWire. */
class ArtemisOpenWireTopicSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new JmsSink(new ArtemisByOpenWire(), Kind.TOPIC);
    }
}
