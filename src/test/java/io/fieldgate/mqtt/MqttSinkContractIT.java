package io.fieldgate.mqtt;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

/** The contract of sinks with MQTT. */
class MqttSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new MqttSink();
    }
}
