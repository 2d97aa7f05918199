package io.fieldgate.bridge.redis;

import io.fieldgate.bridge.TlsContract;
import io.fieldgate.fault.RedisProcess;
import io.fieldgate.mqtt.Authority;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.Component;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/** {@code rediss://}. */
class RedisTlsIT extends TlsContract {
    private @Nullable RedisProcess server;

    RedisTlsIT() {
        super("redis", "redis:list:readings", "redis:list:readings");
    }

    @Override
    protected void start(Path folder, Authority authority) throws Exception {
        authority.writePem(folder, "localhost");
        RedisProcess made = new RedisProcess(folder);
        server = made;
        made.start(
                "--port",
                "0",
                "--tls-port",
                String.valueOf(made.port()),
                "--tls-cert-file",
                folder.resolve("certificate.pem").toString(),
                "--tls-key-file",
                folder.resolve("key.pem").toString(),
                "--tls-ca-cert-file",
                folder.resolve("authority.pem").toString());
    }

    @Override
    protected void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected Component component(String host, SslBundles bundles) {
        return new RedisConfiguration()
                .redisComponent(
                        new RedisProperties(
                                "rediss://" + host + ":" + (server == null ? 0 : server.port()),
                                "",
                                RedisProcess.PASSWORD,
                                BUNDLE,
                                "gateway",
                                Duration.ofSeconds(10)),
                        bundles);
    }
}
