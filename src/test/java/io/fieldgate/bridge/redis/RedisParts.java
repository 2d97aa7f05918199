package io.fieldgate.bridge.redis;

import io.fieldgate.fault.RedisProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** A Redis server of its own, behind a network that can fail, and a client that is not ours. */
final class RedisParts {
    private @Nullable Path folder;
    private @Nullable RedisProcess server;

    void open() throws Exception {
        folder = Files.createTempDirectory("fieldgate-redis");
        server = new RedisProcess(folder);
        server.start();
    }

    RedisProcess server() {
        return Objects.requireNonNull(server, "not open");
    }

    /** The options of an endpoint that lead to the server. */
    String options() {
        return "url=" + server().proxiedUrl() + "&password=" + RedisProcess.PASSWORD;
    }

    Jedis connect() {
        return new Jedis(
                new HostAndPort("127.0.0.1", server().port()),
                DefaultJedisClientConfig.builder()
                        .password(RedisProcess.PASSWORD)
                        .build());
    }

    void cut() throws Exception {
        server().proxy().sever();
    }

    void restore() throws Exception {
        server().proxy().restore();
    }

    void close() throws Exception {
        if (server != null) {
            server.close();
        }
        if (folder != null) {
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
