package io.fieldgate.bridge.rabbitmq;

import io.fieldgate.fault.Ports;
import io.fieldgate.mqtt.Authority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.model.SystemConfig;
import org.jspecify.annotations.Nullable;
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
                %s
                "virtualhostaliases": [{"name": "names", "type": "nameAlias"}]
              }],
              %s
              "virtualhostnodes": [{
                "name": "default", "type": "Memory", "defaultVirtualHostNode": true,
                "virtualHostInitialConfiguration": "{\\"type\\": \\"Memory\\"}"
              }]
            }
            """;

    private static final String STORES = """
              "keystores": [{
                "name": "identity", "type": "FileKeyStore", "storeUrl": "%1$s/identity.p12", "password": "%2$s",
                "keyStoreType": "PKCS12"
              }],
              "truststores": [{
                "name": "trust", "type": "FileTrustStore", "storeUrl": "%1$s/trust.p12", "password": "%2$s",
                "trustStoreType": "PKCS12"
              }],
            """;
    private static final String TLS =
            "\"transports\": [\"SSL\"], \"keyStore\": \"identity\", \"trustStores\": [\"trust\"], \"needClientAuth\": true,";
    private static final String PASSWORD = "of-the-stores";

    private final SystemLauncher launcher = new SystemLauncher();
    private final @Nullable Authority authority;
    private Path folder = Path.of("");
    private int port;

    QpidBroker() {
        this(null);
    }

    /** @param authority of its certificate for localhost, and of those that its clients need; null: no TLS */
    QpidBroker(@Nullable Authority authority) {
        this.authority = authority;
    }

    @Override
    public void start() throws Exception {
        folder = Files.createTempDirectory("qpid");
        port = Ports.free();
        if (authority != null) {
            authority.writeIdentity(folder.resolve("identity.p12"), "localhost", PASSWORD);
            authority.writeTrust(folder.resolve("trust.p12"), PASSWORD);
        }
        Path configuration = Files.writeString(
                folder.resolve("broker.json"),
                authority == null
                        ? CONFIGURATION.formatted(port, "", "")
                        : CONFIGURATION.formatted(port, TLS, STORES.formatted(folder, PASSWORD)));
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
