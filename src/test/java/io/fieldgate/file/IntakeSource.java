package io.fieldgate.file;

import io.fieldgate.contract.CamelSource;
import io.fieldgate.contract.Item;
import io.fieldgate.contract.Promise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;

/** {@code intake:} that follows a file. */
public final class IntakeSource extends CamelSource {
    private Path folder = Path.of("");

    @Override
    public String name() {
        return "Files (`intake:`)";
    }

    @Override
    public Map<Promise, String> cannot() {
        return Map.of(Promise.CONNECTION_CUT, "there is no connection, files are read from a disk of this machine.");
    }

    @Override
    public void open() throws Exception {
        folder = Files.createTempDirectory("intake");
        Files.createDirectories(folder.resolve("in/logs"));
    }

    @Override
    protected void install(DefaultCamelContext camel) {
        camel.addComponent(
                "intake",
                new IntakeComponent(new IntakeProperties(
                        folder.resolve("in"),
                        folder.resolve("checkpoints"),
                        Duration.ofMillis(20),
                        "one",
                        DataSize.ofMegabytes(100))));
    }

    @Override
    protected String uri(int window) {
        return "intake:logs/*.log?mode=tail&format=text&poll=20ms&maxInFlight=" + window;
    }

    @Override
    public void give(List<Item> items) throws Exception {
        Files.writeString(
                folder.resolve("in/logs/plant.log"),
                items.stream().map(item -> item.body() + "\n").collect(Collectors.joining()),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    @Override
    public void close() throws Exception {
        FileSystemUtils.deleteRecursively(folder);
    }
}
