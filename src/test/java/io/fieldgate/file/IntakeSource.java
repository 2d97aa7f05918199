package io.fieldgate.file;

import io.fieldgate.contract.CamelSource;
import io.fieldgate.contract.Item;
import io.fieldgate.contract.Promise;
import io.fieldgate.contract.SourceFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;

/** {@code intake:} that follows a file, or takes those that are dropped into a folder. */
public final class IntakeSource extends CamelSource {
    private final boolean dropped;
    private Path folder = Path.of("");
    private int files;

    private IntakeSource(boolean dropped) {
        this.dropped = dropped;
    }

    static IntakeSource following() {
        return new IntakeSource(false);
    }

    static IntakeSource dropped() {
        return new IntakeSource(true);
    }

    /** One of each. */
    public static List<SourceFixture> all() {
        return List.of(dropped(), following());
    }

    @Override
    public String name() {
        return dropped ? "Dropped files (`intake:`)" : "Growing files (`intake:`, `mode=tail`)";
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
        return (dropped ? "intake:logs?stable=0s" : "intake:logs/*.log?mode=tail")
                + "&format=text&poll=20ms&maxInFlight=" + window;
    }

    @Override
    public void give(List<Item> items) throws Exception {
        String lines = items.stream().map(item -> item.body() + "\n").collect(Collectors.joining());
        Path logs = folder.resolve("in/logs");
        if (dropped) {
            files++;
            Path whole = Files.writeString(logs.resolve(".next"), lines);
            Files.move(whole, logs.resolve(files + ".log"), StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.writeString(logs.resolve("plant.log"), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    @Override
    public void close() throws Exception {
        FileSystemUtils.deleteRecursively(folder);
    }
}
