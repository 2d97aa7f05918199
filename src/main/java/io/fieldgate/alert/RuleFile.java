package io.fieldgate.alert;

import io.fieldgate.yaml.LiveFile;
import io.fieldgate.yaml.Problem;
import io.fieldgate.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of the rules. A rule with a mistake is not evaluated, the others are. A text of which nobody can tell what its
 * rules are leaves those that were there.
 */
final class RuleFile extends LiveFile {
    private static final Logger log = LoggerFactory.getLogger(RuleFile.class);

    private final RuleBook book;
    private final AlertMeters meters;

    private RuleFile(Path path, RuleBook book, AlertMeters meters, Taken last) {
        super(path, "rules", last);
        this.book = book;
        this.meters = meters;
    }

    /**
     * Reads it for the first time into the book. A file that does not exist has no rules; of one that cannot be read nobody
     * knows, so alerts that are open stay until it is corrected.
     */
    static RuleFile begin(Path path, RuleBook book, AlertMeters meters) {
        String name = path.toString();
        String text = null;
        AlertRules rules;
        // One that may not be looked at is not gone.
        if (!Files.notExists(path)) {
            try {
                text = YamlFile.text(path);
                rules = read(name, text);
            } catch (IOException unreadable) {
                rules = AlertRules.unreadable(name, String.valueOf(unreadable.getMessage()));
            }
        } else {
            log.info("There are no alert rules: {} does not exist.", name);
            rules = AlertRules.none();
        }
        RuleFile file = new RuleFile(path, book, meters, Taken.refused(text, List.of(), List.of()));
        file.judgeBy(rules);
        var unused = file.tried(Taken.of(text, Map.of(), rules.versions(), texts(rules)));
        return file;
    }

    @Override
    public Taken take(@Nullable String text) {
        AlertRules before = book.rules();
        AlertRules rules = text == null ? AlertRules.none() : read(path().toString(), text);
        if (rules.isReadable()) {
            judgeBy(rules);
            return tried(Taken.of(text, before.versions(), rules.versions(), texts(rules)));
        }
        return refuse(text, texts(rules));
    }

    @Override
    public Taken refuse(@Nullable String text, List<String> problems) {
        problems.forEach(problem -> log.error("{}", problem));
        return tried(Taken.refused(text, running(), problems));
    }

    @Override
    public boolean isWhole() {
        return false;
    }

    @Override
    protected Collection<String> running() {
        return book.rules().names();
    }

    private static AlertRules read(String name, String text) {
        try {
            AlertRules rules = AlertRules.parse(name, text);
            return rules.isReadable() || !rules.problems().isEmpty()
                    ? rules
                    : AlertRules.unreadable(name, "is empty; 'rules: []' takes all rules away");
        } catch (IllegalArgumentException unreadable) {
            return AlertRules.unreadable(name, String.valueOf(unreadable.getMessage()));
        }
    }

    private void judgeBy(AlertRules rules) {
        rules.problems().forEach(problem -> log.error("{}", problem));
        if (!rules.problems().isEmpty()) {
            log.error(
                    "Rules with a mistake are not evaluated: {}. The others are: {}.",
                    rules.disabled().isEmpty() ? "none could be read" : rules.disabled(),
                    rules.names());
        }
        meters.rules(rules);
        book.replace(rules);
    }

    private static List<String> texts(AlertRules rules) {
        return rules.problems().stream().map(Problem::toString).toList();
    }
}
