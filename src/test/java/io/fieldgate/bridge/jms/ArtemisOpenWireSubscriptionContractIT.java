package io.fieldgate.bridge.jms;

import io.fieldgate.contract.SourceContract;
import io.fieldgate.contract.SourceFixture;

/** The contract on a topic of Artemis, by OpenWire. */
class ArtemisOpenWireSubscriptionContractIT extends SourceContract {
    @Override
    protected SourceFixture fixture() {
        return new JmsSource(new ArtemisByOpenWire(), Kind.TOPIC);
    }
}
