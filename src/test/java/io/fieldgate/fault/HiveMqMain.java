package io.fieldgate.fault;

import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** HiveMQ's community edition as a process of its own: folder, port. */
final class HiveMqMain {
    private HiveMqMain() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path settings = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(settings.resolve("config.xml"), settings(arguments[1]));
        EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(settings)
                .withDataFolder(Files.createDirectories(folder.resolve("data")))
                .withExtensionsFolder(Files.createDirectories(folder.resolve("extensions")))
                .withEmbeddedExtension(EmbeddedExtension.builder()
                        .withId("everybody")
                        .withName("everybody")
                        .withVersion("1")
                        .withAuthor("tests")
                        .withExtensionMain(new Everybody())
                        .build())
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> broker.stop().join()));
        broker.start().join();
    }

    /** On loopback only, with a queue for as long as the gateway is away; by default it drops the 1,001st message. */
    private static String settings(String port) {
        return """
                <hivemq>
                    <listeners>
                        <tcp-listener><port>%s</port><bind-address>127.0.0.1</bind-address></tcp-listener>
                    </listeners>
                    <mqtt><queued-messages><max-queue-size>1000000</max-queue-size></queued-messages></mqtt>
                    <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """.formatted(port);
    }

    /** Without an authenticator HiveMQ admits nobody. */
    private static final class Everybody implements ExtensionMain {
        @Override
        public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
            SimpleAuthenticator admit = (client, answer) -> answer.authenticateSuccessfully();
            Services.securityRegistry().setAuthenticatorProvider(provided -> admit);
        }

        @Override
        public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {}
    }
}
