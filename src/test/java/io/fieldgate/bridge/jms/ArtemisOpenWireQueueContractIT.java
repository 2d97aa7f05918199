package io.fieldgate.bridge.jms;

import io.fieldgate.contract.SourceContract;
import io.fieldgate.contract.SourceFixture;

/** The contract on Artemis by OpenWire. */
class ArtemisOpenWireQueueContractIT extends SourceContract {
    @Override
    protected SourceFixture fixture() {
        return new JmsSource(new ArtemisByOpenWire(), Kind.QUEUE);
    }
}
