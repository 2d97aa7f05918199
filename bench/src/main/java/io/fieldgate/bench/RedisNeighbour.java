package io.fieldgate.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.params.XAddParams;

/** A stream or a list of redis-server, in memory. */
final class RedisNeighbour implements Neighbour {
    private static final int TOGETHER = 1_000;

    private final int port;
    private final boolean list;

    /** @param list whether it is a list, or a stream */
    RedisNeighbour(Workbench workbench, boolean list) throws IOException, InterruptedException {
        this.list = list;
        port = Workbench.freePort();
        Part part = workbench.start(
                "redis",
                List.of("redis-server", "--bind", "127.0.0.1", "--port", String.valueOf(port), "--save", ""),
                Map.of());
        while (!isOpen()) {
            if (!part.isAlive()) {
                throw new IOException("redis-server did not start: " + part.lastWords());
            }
            Thread.sleep(50);
        }
    }

    private boolean isOpen() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void makeQueue(String queue) {
        // The first entry makes it.
    }

    @Override
    public void fill(String queue, int messages, int length) {
        byte[] key = queue.getBytes(StandardCharsets.UTF_8);
        byte[] field = "payload".getBytes(StandardCharsets.UTF_8);
        try (Jedis redis = new Jedis("127.0.0.1", port)) {
            for (int from = 0; from < messages; from += TOGETHER) {
                try (Pipeline pipeline = redis.pipelined()) {
                    for (int i = from; i < Math.min(messages, from + TOGETHER); i++) {
                        byte[] message = Messages.bytes(i, length);
                        if (list) {
                            pipeline.rpush(key, message);
                        } else {
                            pipeline.xadd(key, XAddParams.xAddParams(), Map.of(field, message));
                        }
                    }
                }
            }
        }
    }

    @Override
    public String uri(String queue) {
        return (list ? "redis:list:" : "redis:stream:") + queue;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("FIELDGATE_REDIS_URL", "redis://127.0.0.1:" + port);
    }

    @Override
    public Class<?> loop() {
        return list ? RedisListLoop.class : RedisLoop.class;
    }

    @Override
    public String address() {
        return String.valueOf(port);
    }

    @Override
    public void close() {
        // The workbench ends the server.
    }
}
