package io.fieldgate.bridge.rabbitmq;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.model.SystemConfig;
import org.springframework.util.FileSystemUtils;

/** Apache Qpid Broker-J in this process, all in memory. */
final class QpidBroker implements AmqpBroker {
    private static final String CONFIGURATION = """
            {
              "name": "contract",
              "modelVersion": "9.1",
              "authenticationproviders": [{
                "name": "users", "type": "Plain", "secureOnlyMechanisms": [],
                "users": [{"name": "guest", "type": "managed", "password": "guest"}]
              }],
              "ports": [{
                "name": "amqp", "type": "AMQP", "bindingAddress": "127.0.0.1", "port": %d,
                "authenticationProvider": "users", "protocols": ["AMQP_0_9_1"],
                "virtualhostaliases": [{"name": "names", "type": "nameAlias"}]
              }],
              "virtualhostnodes": [{
                "name": "default", "type": "Memory", "defaultVirtualHostNode": true,
                "virtualHostInitialConfiguration": "{\\"type\\": \\"Memory\\"}"
              }]
            }
            """;

    private final SystemLauncher launcher = new SystemLauncher();
    private Path folder = Path.of("");
    private int port;

    @Override
    public void start() throws Exception {
        folder = Files.createTempDirectory("qpid");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = Files.writeString(folder.resolve("broker.json"), CONFIGURATION.formatted(port));
        launcher.startup(Map.of(
                SystemConfig.TYPE,
                "Memory",
                SystemConfig.INITIAL_CONFIGURATION_LOCATION,
                configuration.toUri().toString(),
                SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
                false,
                SystemConfig.CONTEXT,
                Map.of("qpid.work_dir", folder.toString())));
    }

    @Override
    public String virtualHost() {
        return "default";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() throws Exception {
        launcher.shutdown();
        FileSystemUtils.deleteRecursively(folder);
    }
}
