package io.fieldgate.fault;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Redis server in a process of its own, which writes down each change before it answers. */
public final class RedisProcess implements AutoCloseable {
    public static final String PASSWORD = "redis-secret";

    private final Path folder;
    private final int port = Ports.free();
    private final FaultProxy proxy;
    private @Nullable Child child;

    public RedisProcess(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.proxy = new FaultProxy(port);
    }

    /**
     * Without the program, the Debian package redis-server, the test is passed over, or fails where {@code CI} is set.
     *
     * @param options that count instead of those that it has by itself
     */
    public void start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Programs.needed("redis-server", "redis-server").toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--dir",
                folder.toString(),
                "--requirepass",
                PASSWORD,
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always"));
        command.addAll(List.of(options));
        child = Child.start("redis", folder, command);
        await().atMost(180, SECONDS).until(() -> Ports.isOpen(port));
    }

    /** Straight to it. */
    public int port() {
        return port;
    }

    /** Through {@link #proxy()}. */
    public String proxiedUrl() {
        return "redis://127.0.0.1:" + proxy.port();
    }

    public FaultProxy proxy() {
        return proxy;
    }

    public void kill() {
        if (child != null) {
            child.kill();
            child = null;
        }
    }

    @Override
    public void close() throws IOException {
        if (child != null) {
            child.close();
        }
        proxy.close();
    }
}
