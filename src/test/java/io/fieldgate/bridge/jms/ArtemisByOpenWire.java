package io.fieldgate.bridge.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Artemis in this process, by OpenWire. Its module for that needs the client of ActiveMQ 5, which cannot be beside that of the
 * gateway, so the broker has a class loader of its own.
 */
final class ArtemisByOpenWire implements TestBroker {
    /** Where the build puts what the broker needs instead. */
    private static final Path JARS = Path.of("target", "artemis-openwire");

    /** One for all tests of this JVM: classes are loaded slowly. */
    private static @Nullable ClassLoader apart;

    private @Nullable Object broker;

    @Override
    public String name() {
        return "Artemis by OpenWire";
    }

    @Override
    public void start() throws Exception {
        ClassLoader loader = apart();
        Constructor<?> constructor =
                loader.loadClass(ArtemisBroker.class.getName()).getDeclaredConstructor(String.class);
        constructor.setAccessible(true);
        broker = constructor.newInstance("tcp");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Object unused = call("start");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static synchronized ClassLoader apart() throws IOException {
        if (apart == null) {
            apart = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader());
        }
        return apart;
    }

    private static URL[] jars() throws IOException {
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> own = Files.list(JARS)) {
            for (Path jar : own.toList()) {
                jars.add(jar.toUri().toURL());
            }
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            // Of ActiveMQ 6.
            if (!entry.contains("activemq-client") && !entry.contains("activemq-broker")) {
                jars.add(Path.of(entry).toUri().toURL());
            }
        }
        return jars.toArray(new URL[0]);
    }

    private Object call(String method) throws Exception {
        Object called = Objects.requireNonNull(broker);
        Method found = called.getClass().getMethod(method);
        found.setAccessible(true);
        return found.invoke(called);
    }

    @Override
    public int port() throws Exception {
        return (Integer) call("port");
    }

    @Override
    public String scheme() {
        return "tcp";
    }

    @Override
    public Connection connect() throws JMSException {
        try {
            return new ActiveMQConnectionFactory(USER, PASSWORD, "tcp://127.0.0.1:" + port()).createConnection();
        } catch (JMSException refused) {
            throw refused;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() throws Exception {
        if (broker != null) {
            Object unused = call("close");
        }
    }
}
