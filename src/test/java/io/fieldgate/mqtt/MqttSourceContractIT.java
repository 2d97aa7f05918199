package io.fieldgate.mqtt;

import io.fieldgate.contract.SourceContract;
import io.fieldgate.contract.SourceFixture;

/** The contract of sources with MQTT. */
class MqttSourceContractIT extends SourceContract {
    @Override
    protected SourceFixture fixture() {
        return new MqttSource();
    }
}
