package io.fieldgate.alert;

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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** The rules of a file. One that has problems is left out, the others work. */
public final class AlertRules {
    private final Map<String, Rule> rules;
    private final List<String> disabled;
    private final List<Problem> problems;
    private final boolean readable;

    private AlertRules(Map<String, Rule> rules, List<String> disabled, List<Problem> problems, boolean readable) {
        this.rules = rules;
        this.disabled = disabled;
        this.problems = problems;
        this.readable = readable;
    }

    /** Reads them; a file that does not exist has none. */
    public static AlertRules read(Path file) throws IOException {
        return Files.exists(file) ? parse(file.toString(), YamlFile.text(file)) : none();
    }

    static AlertRules none() {
        return new AlertRules(Map.of(), List.of(), List.of(), true);
    }

    /** No rules, because of the whole file. */
    static AlertRules unreadable(String file, String why) {
        return new AlertRules(Map.of(), List.of(), List.of(new Problem(file, 1, 1, why, "", 1)), false);
    }

    /**
     * Reads a text.
     *
     * @param name of the file that it comes from, for problems
     */
    public static AlertRules parse(String name, String text) {
        Problems problems = new Problems(name, text);
        Map<String, Rule> rules = new LinkedHashMap<>();
        List<String> disabled = new ArrayList<>();
        Node root = YamlFile.compose(name, text, problems);
        boolean readable = root != null;
        if (root != null) {
            Section top = new Section(root, problems, "the file", "rules");
            RuleReader reader = new RuleReader(problems);
            readable = problems.count() == 0;
            Map<String, Integer> lines = new LinkedHashMap<>();
            for (Node node : top.list("rules")) {
                int before = problems.count();
                RuleReader.Read read = reader.read(node);
                readable &= read.isNamed();
                Integer earlier = lines.putIfAbsent(read.name(), Problems.line(node));
                if (earlier != null) {
                    problems.add(node, "the rule '" + read.name() + "' stands already in line " + earlier);
                }
                if (problems.count() > before || read.rule() == null) {
                    disabled.add(read.name());
                    continue;
                }
                rules.put(read.name(), read.rule());
            }
        }
        return new AlertRules(rules, List.copyOf(disabled), problems.since(0), readable);
    }

    /** Whether it can be told which rules there are, those with a mistake included: what else there was is gone then. */
    boolean isReadable() {
        return readable;
    }

    /** Of the rules that work, by name. */
    Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        rules.forEach((name, rule) -> versions.put(name, rule.version()));
        return versions;
    }

    /** Whether they judge a part just as others do, and know of the same rules with a mistake. */
    boolean judgeAlike(Division division, AlertRules others) {
        return readable == others.readable
                && disabled.equals(others.disabled)
                && versions(division).equals(others.versions(division));
    }

    private Map<String, String> versions(Division division) {
        Map<String, String> versions = new LinkedHashMap<>();
        of(division).forEach(rule -> versions.put(rule.name(), rule.version()));
        return versions;
    }

    List<Rule> of(Division division) {
        return rules.values().stream()
                .filter(rule -> rule.division().equals(division))
                .toList();
    }

    /** The parts of the topology that they need. */
    Set<Division> divisions() {
        return rules.values().stream().map(Rule::division).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is wrong, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }

    /** Names of the rules that work. */
    public List<String> names() {
        return List.copyOf(rules.keySet());
    }

    /** Names of the rules that do not. */
    public List<String> disabled() {
        return disabled;
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    @Nullable
    Rule rule(String name) {
        return rules.get(name);
    }

    List<Rule> all() {
        return List.copyOf(rules.values());
    }

    /** The topics that they judge. */
    List<String> topics() {
        return rules.values().stream().map(Rule::topic).distinct().sorted().toList();
    }
}
