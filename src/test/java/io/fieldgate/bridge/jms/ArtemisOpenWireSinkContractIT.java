package io.fieldgate.bridge.jms;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

/** The contract on Artemis by OpenWire. */
class ArtemisOpenWireSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new JmsSink(new ArtemisByOpenWire(), Kind.QUEUE);
    }
}
