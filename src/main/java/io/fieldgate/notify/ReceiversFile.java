package io.fieldgate.notify;

import io.fieldgate.yaml.Problem;
import io.fieldgate.yaml.Problems;
import io.fieldgate.yaml.Section;
import io.fieldgate.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads {@code config/receivers.yaml}. */
final class ReceiversFile {
    private static final String LOG = "log";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,63}");
    private static final Pattern SECRET = Pattern.compile("((?:url|secret|token|password)\\s*:)[^\\r\\n]*");

    private final Problems problems;
    private final TargetReader targets;
    private final Map<String, MuteTime> muteTimes = new LinkedHashMap<>();

    private ReceiversFile(Problems problems, Secrets secrets) {
        this.problems = problems;
        this.targets = new TargetReader(problems, secrets);
    }

    /**
     * What was read.
     *
     * @param text null: there is no file, or it cannot be read
     * @param root null: it is no YAML, or empty
     */
    record Read(@Nullable String text, @Nullable Node root, Receivers receivers) {}

    /**
     * Reads it for the first time. Without the file the log is the only receiver; with one that cannot be read, too, and
     * that is one of the problems.
     *
     * @param secrets what a name between <code>${</code> and <code>}</code> stands for, null when it stands for nothing
     */
    static Read begin(Path file, UnaryOperator<@Nullable String> secrets) {
        return begin(file, Secrets.of(secrets));
    }

    /** As {@link #begin}, for whoever tells nobody: it takes every name between the braces. */
    static Receivers withoutSecrets(Path file) {
        return begin(file, Secrets.UNKNOWN).receivers();
    }

    private static Read begin(Path file, Secrets secrets) {
        String name = file.toString();
        String text = null;
        try {
            // One that may not be looked at is not gone.
            text = Files.notExists(file) ? null : YamlFile.text(file);
            return read(name, text, secrets);
        } catch (IOException | IllegalArgumentException unreadable) {
            String why = String.valueOf(unreadable.getMessage());
            return new Read(text, null, onlyLog(List.of(new Problem(name, 1, 1, why, "", 1))));
        }
    }

    /**
     * Reads a text of it.
     *
     * @param text null: there is no file
     * @throws IllegalArgumentException when it is no text of YAML
     */
    static Read read(String name, @Nullable String text, UnaryOperator<@Nullable String> secrets) {
        return read(name, text, Secrets.of(secrets));
    }

    private static Read read(String name, @Nullable String text, Secrets secrets) {
        if (text == null) {
            return new Read(null, null, onlyLog(List.of()));
        }
        // Problems show their line, which may hold an address or a secret.
        Problems problems = new Problems(name, SECRET.matcher(text).replaceAll("$1..."));
        Node root = YamlFile.compose(name, text, problems);
        return new Read(
                text,
                root,
                root == null ? onlyLog(problems.since(0)) : new ReceiversFile(problems, secrets).read(root));
    }

    private static Receivers onlyLog(List<Problem> problems) {
        Receiver log = new Receiver(LOG, new Target.Log(), OwnTiming.NONE, true, true, List.of());
        Route route = Route.root(List.of(LOG), Timing.DEFAULT, List.of());
        return new Receivers(Map.of(LOG, log), route, List.of(), Map.of(), Outgoing.NOTHING_SPECIAL, problems);
    }

    private Receivers read(Node root) {
        Section top = new Section(
                root, problems, "the file", "route", "receivers", "inhibit_rules", "mute_time_intervals", "outgoing");
        MuteTimes.read(top, problems).forEach(time -> muteTimes.put(time.name(), time));
        Outgoing outgoing = outgoing(top);
        Map<String, Receiver> receivers = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (Node node : top.list("receivers")) {
            int before = problems.count();
            Receiver receiver = receiver(node, outgoing);
            if (receiver != null) {
                Integer earlier = lines.putIfAbsent(receiver.name(), Problems.line(node));
                if (earlier != null) {
                    problems.add(node, "the receiver '" + receiver.name() + "' stands already in line " + earlier);
                }
                if (problems.count() == before) {
                    receivers.put(receiver.name(), receiver);
                }
            }
        }
        Route route = new RouteReader(problems, lines.keySet()).read(top.get("route"));
        return new Receivers(receivers, route, inhibitions(top), muteTimes, outgoing, problems.since(0));
    }

    private @Nullable Receiver receiver(Node node, Outgoing outgoing) {
        List<String> keys =
                new ArrayList<>(List.of("name", "send_resolved", "resolved_at_once", "mute_time_intervals"));
        keys.addAll(TimingReader.KEYS);
        keys.addAll(TargetReader.KINDS);
        Section section = new Section(node, problems, "a receiver", keys.toArray(String[]::new));
        section.require("name", "rules name the receiver by it");
        Target target = targets.read(section, outgoing);
        ScalarNode given = section.scalar("name");
        if (given == null || target == null) {
            return null;
        }
        String name = given.getValue();
        if (!NAME.matcher(name).matches()) {
            problems.add(
                    given, "'" + name + "' is no name of a receiver, allowed are 1 to 63 letters, digits, '-' and '_'");
        }
        List<String> mutes = section.texts("mute_time_intervals");
        for (String mute : mutes) {
            if (!muteTimes.containsKey(mute)) {
                problems.add(
                        node, "there is no mute time '" + mute + "', allowed are " + new TreeSet<>(muteTimes.keySet()));
            }
        }
        return new Receiver(
                name,
                target,
                TimingReader.read(section),
                truth(section, "send_resolved", true),
                truth(section, "resolved_at_once", target instanceof Target.Alertmanager),
                mutes);
    }

    private static boolean truth(Section section, String key, boolean otherwise) {
        return section.choice(key, Boolean.toString(otherwise), List.of("true", "false"))
                .equals("true");
    }

    private List<Inhibition> inhibitions(Section top) {
        List<Inhibition> inhibitions = new ArrayList<>();
        for (Node node : top.list("inhibit_rules")) {
            int before = problems.count();
            Section section = new Section(
                    node, problems, "a rule of 'inhibit_rules'", "source_matchers", "target_matchers", "equal");
            section.require("source_matchers", "it takes conditions on the alerts that say more");
            section.require("target_matchers", "it takes conditions on the alerts that need not be told");
            Inhibition inhibition = new Inhibition(
                    RouteReader.matchers(section, "source_matchers", problems),
                    RouteReader.matchers(section, "target_matchers", problems),
                    section.texts("equal"));
            if (problems.count() == before) {
                inhibitions.add(inhibition);
            }
        }
        return List.copyOf(inhibitions);
    }

    private Outgoing outgoing(Section top) {
        Node node = top.get("outgoing");
        if (node == null) {
            return Outgoing.NOTHING_SPECIAL;
        }
        Section section = new Section(node, problems, "'outgoing'", "plain_http", "private_addresses");
        List<Outgoing.Network> networks = new ArrayList<>();
        for (Node address : section.list("private_addresses")) {
            try {
                networks.add(Outgoing.Network.parse(YamlFile.scalar(address)));
            } catch (IllegalArgumentException wrong) {
                problems.add(address, String.valueOf(wrong.getMessage()));
            }
        }
        TreeSet<String> hosts = new TreeSet<>();
        section.texts("plain_http").forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        return new Outgoing(hosts, List.copyOf(networks));
    }
}
