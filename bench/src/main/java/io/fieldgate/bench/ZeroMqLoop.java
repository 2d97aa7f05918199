package io.fieldgate.bench;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A PULL socket into a topic by hand: there is nothing to acknowledge. {@code ZeroMqLoop BOOTSTRAP TOPIC ADDRESS QUEUE}. */
final class ZeroMqLoop {
    private ZeroMqLoop() {}

    public static void main(String[] arguments) throws Exception {
        KafkaProducer<byte[], byte[]> producer = Target.producer(arguments[0]);
        ZMQ.Socket socket = new ZContext().createSocket(SocketType.PULL);
        socket.bind(arguments[2]);
        new Thread(() -> run(socket, producer, arguments[1]), "loop").start();
        Parent.serve(arguments[1]);
    }

    private static void run(ZMQ.Socket socket, KafkaProducer<byte[], byte[]> producer, String topic) {
        while (true) {
            var unused = producer.send(new ProducerRecord<>(topic, socket.recv()), (stored, failure) -> {
                if (failure != null) {
                    Records.fail(failure);
                }
            });
        }
    }
}
