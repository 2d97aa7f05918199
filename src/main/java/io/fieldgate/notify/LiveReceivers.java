package io.fieldgate.notify;

import io.fieldgate.yaml.LiveFile;
import io.fieldgate.yaml.Problem;
import io.fieldgate.yaml.Problems;
import io.fieldgate.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The file of the receivers while the gateway runs: taken as a whole, or not at all. */
final class LiveReceivers implements LiveFile {
    private static final Logger log = LoggerFactory.getLogger(LiveReceivers.class);
    private static final String RECEIVERS = "receivers";

    private final Path path;
    private final Board board;
    private final UnaryOperator<@Nullable String> secrets;
    private Map<String, String> contents;
    private volatile Taken last;

    /** @throws IOException naming the file when it cannot be read */
    LiveReceivers(Path path, Board board, UnaryOperator<@Nullable String> secrets) throws IOException {
        String text = Files.exists(path) ? YamlFile.text(path) : null;
        board.replace(ReceiversFile.of(path.toString(), text, secrets));
        this.path = path;
        this.board = board;
        this.secrets = secrets;
        this.contents = contents(text);
        this.last = taken(text, Map.of(), texts(board.receivers().problems()));
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public String entries() {
        return RECEIVERS;
    }

    @Override
    public Taken last() {
        return last;
    }

    @Override
    public Taken take(@Nullable String text) {
        if (text != null && text.isBlank()) {
            return refuse(text, List.of(path + ":1:1: is empty; without the file the log is the only receiver"));
        }
        Receivers receivers;
        try {
            receivers = ReceiversFile.of(path.toString(), text, secrets);
        } catch (IllegalArgumentException unreadable) {
            return refuse(text, List.of(String.valueOf(unreadable.getMessage())));
        }
        if (!receivers.problems().isEmpty()) {
            return refuse(text, texts(receivers.problems()));
        }
        Map<String, String> before = contents;
        contents = contents(text);
        if (!contents.equals(before) || !board.receivers().problems().isEmpty()) {
            board.replace(receivers);
        }
        last = taken(text, before, List.of());
        return last;
    }

    @Override
    public Taken refuse(@Nullable String text, List<String> problems) {
        problems.forEach(problem -> log.warn("{}", problem));
        log.warn("{}: the receivers stay as they are.", path);
        last = Taken.refused(text, board.receivers().byName().keySet(), problems);
        return last;
    }

    private Taken taken(@Nullable String text, Map<String, String> before, List<String> problems) {
        Taken compared = Taken.of(text, before, contents, problems);
        return new Taken(
                text,
                compared.extent(),
                compared.added(),
                compared.changed(),
                compared.removed(),
                List.copyOf(board.receivers().byName().keySet()),
                problems);
    }

    /** What stands there of each receiver, and of the rest of the file: {@code (route)} and the like. */
    private Map<String, String> contents(@Nullable String text) {
        Map<String, String> contents = new LinkedHashMap<>();
        Node root = text == null ? null : YamlFile.compose(path.toString(), text, new Problems(path.toString(), text));
        if (root instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = YamlFile.scalar(tuple.getKeyNode());
                if (key.equals(RECEIVERS) && tuple.getValueNode() instanceof SequenceNode list) {
                    list.getValue()
                            .forEach(receiver -> contents.put(
                                    YamlFile.scalar(YamlFile.child(receiver, "name")), YamlFile.canonical(receiver)));
                } else {
                    contents.put("(" + key + ")", YamlFile.canonical(tuple.getValueNode()));
                }
            }
        }
        return contents;
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }
}
