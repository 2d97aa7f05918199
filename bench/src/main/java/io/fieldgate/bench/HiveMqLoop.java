package io.fieldgate.bench;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * hivemq-mqtt-client with manual acknowledgement, which it puts into order of receipt by itself. No Receive Maximum:
 * Mosquitto 2.0 exceeds it at times, and this client drops what is beyond. So only the broker's own limit holds.
 */
final class HiveMqLoop {
    private HiveMqLoop() {}

    public static void main(String[] arguments) throws Exception {
        Target target = Target.of(arguments);
        Records records = new Records(target);
        ExecutorService lane = Executors.newSingleThreadExecutor();
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(target.clientId())
                .serverHost(target.mqtt().getHost())
                .serverPort(target.mqtt().getPort())
                .buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, publish -> send(records, publish), lane, true);
        client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(Target.SESSION_EXPIRY_SECONDS)
                .send()
                .join();
        client.subscribeWith()
                .topicFilter(Load.SUBSCRIPTION)
                .qos(MqttQos.AT_LEAST_ONCE)
                .send()
                .join();
        Parent.serve(target.topic());
    }

    private static void send(Records records, Mqtt5Publish publish) {
        records.send(publish.getTopic().toString(), publish.getPayloadAsBytes(), publish::acknowledge);
    }
}
