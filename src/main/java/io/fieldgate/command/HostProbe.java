package io.fieldgate.command;

import io.fieldgate.message.Diagnosis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks at the machine: Java, the ports, the disk. */
final class HostProbe {
    private static final long MEGABYTE = 1024 * 1024;
    /** Below it something will soon not be written, or it is a mistake. */
    private static final long SCARCE = 1024 * MEGABYTE;

    private static final long NOTHING = 50 * MEGABYTE;

    private HostProbe() {}

    static Diagnosis java() {
        Runtime.Version version = Runtime.version();
        long heap = Runtime.getRuntime().maxMemory() / MEGABYTE;
        return Diagnosis.well("java", version + ", at most " + heap + " MB of heap here");
    }

    /**
     * Where the gateway would listen. A gateway that does already is known by its health.
     *
     * @param health port of the gateway's health
     */
    static Diagnosis ports(String address, int http, String healthAddress, int health, Duration patience) {
        Map<String, InetSocketAddress> busy = new LinkedHashMap<>();
        tryPort(busy, "server.port", address, http);
        tryPort(busy, "management.server.port", healthAddress, health);
        String all = address + ":" + http + " and " + healthAddress + ":" + health;
        if (busy.isEmpty()) {
            return Diagnosis.well("ports", all + " are free");
        }
        if (isGateway(healthAddress, health, patience)) {
            return Diagnosis.well("ports", all + ": a gateway runs there");
        }
        List<String> taken = new ArrayList<>();
        busy.forEach((key, port) -> taken.add(port.getHostString() + ":" + port.getPort() + " (" + key + ")"));
        return Diagnosis.ill(
                "ports",
                "in use, and not by a gateway: " + String.join(", ", taken),
                "Stop what uses it, or choose another with " + String.join(" and ", busy.keySet()) + ".");
    }

    private static void tryPort(Map<String, InetSocketAddress> busy, String key, String address, int port) {
        InetSocketAddress place = new InetSocketAddress(address, port);
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(place);
        } catch (IOException taken) {
            busy.put(key, place);
        }
    }

    private static boolean isGateway(String address, int port, Duration patience) {
        try {
            InetAddress host = InetAddress.getByName(address);
            String name = host.isAnyLocalAddress() ? "127.0.0.1" : address;
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .connectTimeout(patience)
                    .build()
                    .send(
                            HttpRequest.newBuilder(
                                            URI.create("http://" + name + ":" + port + "/actuator/health/liveness"))
                                    .timeout(patience)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.body().contains("\"status\"");
        } catch (IOException | IllegalArgumentException other) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @param folders in which the gateway keeps what must survive a restart, by the key that names each */
    static List<Diagnosis> disk(Map<String, Path> folders) {
        List<Diagnosis> notWell = new ArrayList<>();
        Set<String> free = new TreeSet<>();
        folders.forEach((key, folder) -> {
            try {
                Path there = existing(folder);
                FileStore store = Files.getFileStore(there);
                Diagnosis problem = folder(key, folder, there, store);
                free.add(store.getUsableSpace() / MEGABYTE + " MB free on " + store.name());
                if (problem != null) {
                    notWell.add(problem);
                }
            } catch (IOException unknown) {
                notWell.add(Diagnosis.ill("disk", folder + " (" + key + "): " + unknown, "Correct " + key + "."));
            }
        });
        return notWell.isEmpty() ? List.of(Diagnosis.well("disk", String.join(", ", free))) : notWell;
    }

    private static @Nullable Diagnosis folder(String key, Path folder, Path there, FileStore store) throws IOException {
        long free = store.getUsableSpace();
        String name = folder + " (" + key + ")";
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            return Diagnosis.ill(
                    "disk", name + " cannot be written", "Let the user of the gateway write to " + there + ".");
        }
        String space = name + " has " + free / MEGABYTE + " MB left";
        String cure = "Make room on " + store.name() + ", or move " + key + ".";
        if (free < NOTHING) {
            return Diagnosis.ill("disk", space, cure);
        }
        return free < SCARCE ? Diagnosis.odd("disk", space, cure) : null;
    }

    /** The folder, or the one in which it would be made. */
    private static Path existing(Path folder) {
        Path there = folder.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }
}
