package io.fieldgate;

import io.fieldgate.alert.AlertConfiguration;
import io.fieldgate.bridge.jafka.JafkaConfiguration;
import io.fieldgate.bridge.jms.JmsConfiguration;
import io.fieldgate.bridge.rabbitmq.RabbitMqConfiguration;
import io.fieldgate.bridge.redis.RedisConfiguration;
import io.fieldgate.bridge.zeromq.ZeroMqConfiguration;
import io.fieldgate.console.ApiSecurity;
import io.fieldgate.console.ConsoleConfiguration;
import io.fieldgate.database.DatabaseConfiguration;
import io.fieldgate.file.IntakeConfiguration;
import io.fieldgate.http.IngestConfiguration;
import io.fieldgate.lake.LakeConfiguration;
import io.fieldgate.mqtt.MqttConfiguration;
import io.fieldgate.notify.NotifyConfiguration;
import io.fieldgate.observe.ObserveConfiguration;
import io.fieldgate.observe.device.DeviceConfiguration;
import io.fieldgate.observe.disk.DiskConfiguration;
import io.fieldgate.observe.live.LiveConfiguration;
import io.fieldgate.observe.trace.LogConfiguration;
import io.fieldgate.observe.trace.TraceConfiguration;
import io.fieldgate.route.RouteConfiguration;
import io.fieldgate.route.reload.ReloadConfiguration;
import io.fieldgate.topic.TopicConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The gateway as a Spring application: our Camel components, and the routes that use them. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    MqttConfiguration.class,
    IntakeConfiguration.class,
    IngestConfiguration.class,
    RabbitMqConfiguration.class,
    RedisConfiguration.class,
    JmsConfiguration.class,
    ZeroMqConfiguration.class,
    JafkaConfiguration.class,
    TopicConfiguration.class,
    DatabaseConfiguration.class,
    LakeConfiguration.class,
    AlertConfiguration.class,
    NotifyConfiguration.class,
    RouteConfiguration.class,
    ReloadConfiguration.class,
    ObserveConfiguration.class,
    DeviceConfiguration.class,
    DiskConfiguration.class,
    LiveConfiguration.class,
    LogConfiguration.class,
    TraceConfiguration.class,
    ConsoleConfiguration.class,
    ApiSecurity.class,
    AlertWiring.class,
    TomcatFolders.class
})
public class Gateway {}
