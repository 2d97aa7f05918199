package io.fieldgate.notify;

import io.fieldgate.yaml.LiveFile;
import io.fieldgate.yaml.Problem;
import io.fieldgate.yaml.YamlFile;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The file of the receivers while the gateway runs: taken as a whole, or not at all. */
final class LiveReceivers extends LiveFile {
    private static final String RECEIVERS = "receivers";

    private final Board board;
    private final UnaryOperator<@Nullable String> secrets;
    private Map<String, String> contents;

    /**
     * One that was read already.
     *
     * @param board with the receivers of that
     */
    LiveReceivers(Path path, ReceiversFile.Read begun, Board board, UnaryOperator<@Nullable String> secrets) {
        super(path, RECEIVERS, Taken.refused(null, List.of(), List.of()));
        this.board = board;
        this.secrets = secrets;
        this.contents = contents(begun.root());
        var unused = tried(taken(begun.text(), Map.of(), texts(begun.receivers().problems())));
    }

    @Override
    public Taken take(@Nullable String text) {
        if (text != null && text.isBlank()) {
            return refuse(text, List.of(path() + ":1:1: is empty; without the file the log is the only receiver"));
        }
        ReceiversFile.Read read;
        try {
            read = ReceiversFile.read(path().toString(), text, secrets);
        } catch (IllegalArgumentException unreadable) {
            return refuse(text, List.of(String.valueOf(unreadable.getMessage())));
        }
        if (!read.receivers().problems().isEmpty()) {
            return refuse(text, texts(read.receivers().problems()));
        }
        Map<String, String> before = contents;
        contents = contents(read.root());
        if (!contents.equals(before) || !board.receivers().problems().isEmpty()) {
            board.replace(read.receivers());
        }
        return tried(taken(text, before, List.of()));
    }

    @Override
    protected Collection<String> running() {
        return board.receivers().byName().keySet();
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
    private static Map<String, String> contents(@Nullable Node root) {
        Map<String, String> contents = new LinkedHashMap<>();
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
