package io.fieldgate.embedded;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;

/** The settings of the embedded broker; the rest is Artemis' own default. */
final class EmbeddedMqttBrokerSettings {
    static final String ACCEPTOR = "mqtt";
    static final long MIN_DISK_FREE = 256L << 20;

    private static final int MAX_PACKET_BYTES = 4 << 20;
    private static final long MAX_MEMORY = 32L << 20;
    private static final int JOURNAL_FILE_BYTES = 4 << 20;

    private EmbeddedMqttBrokerSettings() {}

    static Configuration of(Path dataFolder, int port) throws Exception {
        ConfigurationImpl settings = new ConfigurationImpl();
        settings.setName("fieldgate");
        // Nobody is asked who he is: the acceptor is on loopback.
        settings.setSecurityEnabled(false);
        settings.addAcceptorConfiguration(
                ACCEPTOR,
                "tcp://127.0.0.1:" + port + "?protocols=MQTT;useEpoll=false;useKQueue=false;remotingThreads=2"
                        + ";topicAliasMaximum=0;maximumPacketSize=" + MAX_PACKET_BYTES);
        keepOnDisk(settings, dataFolder);
        stayModest(settings);
        // Topics then stand for themselves instead of being rewritten with dots.
        settings.setWildCardConfiguration(MQTTUtil.MQTT_WILDCARD);
        settings.addAddressSetting("#", neverDrop());
        return settings;
    }

    private static void keepOnDisk(Configuration settings, Path dataFolder) {
        settings.setPersistenceEnabled(true);
        settings.setJournalType(JournalType.NIO);
        settings.setJournalDirectory(dataFolder.resolve("journal").toString());
        settings.setBindingsDirectory(dataFolder.resolve("bindings").toString());
        settings.setLargeMessagesDirectory(dataFolder.resolve("large").toString());
        settings.setPagingDirectory(dataFolder.resolve("paging").toString());
        settings.setJournalFileSize(JOURNAL_FILE_BYTES);
        // Without it a folder in use by another process blocks the start for ever.
        settings.setJournalLockAcquisitionTimeout(2_000);
        // Free bytes instead of a percentage: 90 % of a large disk still leaves plenty.
        settings.setMaxDiskUsage(-1);
        settings.setMinDiskFree(MIN_DISK_FREE);
    }

    private static AddressSettings neverDrop() {
        return new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                // MQTT does not obey BLOCK: it would go on until the disk is really full.
                .setDiskFullMessagePolicy(DiskFullMessagePolicy.FAIL)
                // After ten by default a message is dropped, for example when its receiver was restarted ten times.
                .setMaxDeliveryAttempts(-1);
    }

    private static void stayModest(ConfigurationImpl settings) {
        settings.setJMXManagementEnabled(false);
        settings.setMessageCounterEnabled(false);
        settings.setSuppressSessionNotifications(true);
        settings.setCriticalAnalyzer(false);
        settings.setGlobalMaxSize(MAX_MEMORY);
        settings.setThreadPoolMaxSize(8);
        settings.setScheduledThreadPoolMaxSize(2);
    }
}
