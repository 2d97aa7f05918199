package io.fieldgate.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServiceRegistry;
import org.apache.activemq.artemis.core.server.files.FileStoreMonitor;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.server.impl.ServiceRegistryImpl;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MQTT broker (Apache Artemis; MQTT 3.1.1 and 5) in this process. It asks nobody for a password, and for that reason
 * listens on 127.0.0.1 only. What it acknowledged is on disk: sessions that do not end with their connection, their
 * subscriptions and their queued messages survive stops and kills. It never drops a message of QoS 1 or 2 that a session
 * waits for, and delivers what a client published in that order; when the disk is nearly full it refuses new messages (no
 * PUBACK) and says so in the log.
 *
 * <p>Choose session expiry intervals up to 24 days or "never" (0xFFFFFFFF): between the two Artemis 2.55 computes with
 * 32 bits and may end the session at once. All methods may be called from any thread; start and stop block until done.
 */
public final class EmbeddedMqttBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMqttBroker.class);
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    private final Path dataFolder;
    private final int port;
    private @Nullable ActiveMQServer server;

    /**
     * @param dataFolder where sessions and messages are kept; made if missing
     * @param port on 127.0.0.1; 0 takes a free one and keeps it for later starts
     */
    public EmbeddedMqttBroker(Path dataFolder, int port) {
        this.dataFolder = dataFolder.toAbsolutePath();
        this.port = LoopbackPort.orFree(port);
    }

    /** Where clients connect, as {@code tcp://127.0.0.1:port}; known before the start. */
    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    public synchronized boolean isRunning() {
        return server != null;
    }

    /**
     * Starts the broker and returns when clients can connect. Does nothing when it runs already.
     *
     * @throws IllegalStateException when the port is taken, or the broker cannot start on the data folder
     */
    public synchronized void start() {
        if (server != null) {
            return;
        }
        LoopbackPort.requireFree(port, "The embedded MQTT broker");
        @Nullable ActiveMQServerImpl starting = null;
        try {
            Files.createDirectories(dataFolder);
            starting = inStrictOrder(EmbeddedMqttBrokerSettings.of(dataFolder, port));
            starting.registerIOCriticalErrorListener(this::sayThatItStopped);
            starting.start();
            requireListening(starting);
            starting.getMonitor().addCallback(new DiskWatch(dataFolder));
            server = starting;
        } catch (Exception e) {
            stopQuietly(starting);
            throw new IllegalStateException(
                    "The embedded MQTT broker did not start on " + url() + " with its data in " + dataFolder + ": "
                            + e.getMessage() + ". Check that no other process uses that folder and that this user may"
                            + " write there.",
                    e);
        }
    }

    /** Stops the broker and returns when its port is closed and its data is on disk. Does nothing when it is stopped. */
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The embedded MQTT broker did not stop in order: " + e.getMessage(), e);
        } finally {
            server = null;
        }
    }

    /** Cuts the connections of all clients, as a failing network does; they may connect again at once. */
    public synchronized void disconnectAll() {
        if (server == null) {
            return;
        }
        for (RemotingConnection connection : server.getRemotingService().getConnections()) {
            connection.getTransportConnection().forceClose();
        }
    }

    @Override
    public void close() {
        stop();
    }

    private static ActiveMQServerImpl inStrictOrder(Configuration settings) {
        StrictOrder order = new StrictOrder();
        ServiceRegistry services = new ServiceRegistryImpl();
        services.addOutgoingInterceptor(order);
        ActiveMQServerImpl server = new ActiveMQServerImpl(settings, null, null, null, services);
        server.registerBrokerPlugin(order);
        return server;
    }

    /** Artemis logs a port that it could not bind, and goes on without it. */
    private void requireListening(ActiveMQServer started) throws IOException {
        Acceptor acceptor = started.getRemotingService().getAcceptor(EmbeddedMqttBrokerSettings.ACCEPTOR);
        if (acceptor == null || acceptor.getActualPort() != port) {
            throw new IOException("port " + port + " was taken by another process just now");
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(LoopbackPort.loopback(), port), CONNECT_TIMEOUT_MS);
        }
    }

    private void sayThatItStopped(Throwable cause, String message, @Nullable String file) {
        LOG.error(
                "The embedded MQTT broker has stopped because it cannot write to {}: {}. What it acknowledged is kept. Make"
                        + " room or mend the disk, then start again.",
                dataFolder,
                message);
    }

    private static void stopQuietly(@Nullable ActiveMQServer server) {
        if (server == null) {
            return;
        }
        try {
            server.stop();
        } catch (Exception e) {
            LOG.debug("Stopping a broker that did not start", e);
        }
    }

    /** Says once when the disk becomes too full to take messages, and once when it has room again. */
    private static final class DiskWatch implements FileStoreMonitor.Callback {
        private final Path dataFolder;
        private boolean hasRoom = true;

        DiskWatch(Path dataFolder) {
            this.dataFolder = dataFolder;
        }

        @Override
        public synchronized void tick(
                long usable, long total, boolean withinLimits, FileStoreMonitor.FileStoreMonitorType type) {
            if (withinLimits == hasRoom) {
                return;
            }
            hasRoom = withinLimits;
            if (withinLimits) {
                LOG.info("The embedded MQTT broker takes messages again: {} MiB are free", usable >> 20);
            } else {
                LOG.error(
                        "The embedded MQTT broker refuses messages: {} MiB are free on the disk of {}, it wants {} MiB."
                                + " Make room there.",
                        usable >> 20,
                        dataFolder,
                        EmbeddedMqttBrokerSettings.MIN_DISK_FREE >> 20);
            }
        }
    }
}
