package io.fieldgate.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * The same parts as Fieldgate and nothing else, used right: the ceiling of what the Paho client allows. Its callback
 * sends; a thread of its own waits for Kafka in order of receipt and acknowledges.
 */
final class PahoLoop implements MqttCallback {
    private record Sent(MqttMessage message, Future<RecordMetadata> stored) {}

    private final LinkedBlockingQueue<Sent> window = new LinkedBlockingQueue<>();
    private final Records records;
    private final MqttAsyncClient client;

    private PahoLoop(Target target) throws MqttException {
        records = new Records(target);
        client = new MqttAsyncClient(target.mqtt().toString(), target.clientId(), new MemoryPersistence());
        client.setManualAcks(true);
        client.setCallback(this);
    }

    public static void main(String[] arguments) throws Exception {
        Target target = Target.of(arguments);
        PahoLoop loop = new PahoLoop(target);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(Target.SESSION_EXPIRY_SECONDS);
        options.setReceiveMaximum(Target.RECEIVE_MAXIMUM);
        loop.client.connect(options).waitForCompletion();
        loop.client.subscribe(new MqttSubscription(Load.SUBSCRIPTION, 1)).waitForCompletion();
        new Thread(loop::acknowledge, "acknowledger").start();
        Parent.serve(target.topic());
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        window.add(new Sent(message, records.send(topic, message.getPayload())));
    }

    private void acknowledge() {
        List<Sent> run = new ArrayList<>();
        try {
            while (true) {
                run.add(window.take());
                window.drainTo(run);
                for (Sent sent : run) {
                    var unused = sent.stored().get();
                    client.messageArrivedComplete(
                            sent.message().getId(), sent.message().getQos());
                }
                run.clear();
            }
        } catch (InterruptedException | ExecutionException | MqttException failure) {
            Records.fail(failure);
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        Records.fail(new IllegalStateException("disconnected: " + response));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        Records.fail(exception);
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // It publishes nothing.
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // main() waits for it.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // No enhanced authentication.
    }
}
