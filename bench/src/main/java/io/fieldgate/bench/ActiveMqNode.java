package io.fieldgate.bench;

import org.apache.activemq.broker.BrokerService;

/** ActiveMQ Classic in a process of its own, all in memory. */
final class ActiveMqNode {
    private static final long MEMORY = 1_500L * 1024 * 1024;

    private ActiveMqNode() {}

    public static void main(String[] arguments) throws Exception {
        BrokerService broker = new BrokerService();
        broker.setPersistent(false);
        broker.setUseJmx(false);
        broker.getSystemUsage().getMemoryUsage().setLimit(MEMORY);
        String url = broker.addConnector("tcp://127.0.0.1:0").getConnectUri().toString();
        String stomp =
                broker.addConnector("stomp://127.0.0.1:0").getConnectUri().toString();
        broker.start();
        broker.waitUntilStarted();
        Parent.serve(url + " " + stomp);
    }
}
