package io.fieldgate.notify;

import io.fieldgate.yaml.Problems;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What texts with <code>${NAME}</code> in them stand for. */
@FunctionalInterface
interface Secrets {
    Pattern NAMED = Pattern.compile("\\$\\{([^{}:]+)}");

    /**
     * For whoever tells nobody, and so needs no values: a text that asks for one is as good as any address. What the values
     * would make of it nobody can say.
     */
    Secrets UNKNOWN =
            (node, problems) -> NAMED.matcher(node.getValue()).find() ? "https://secret.example" : node.getValue();

    /** The text with the values; null when it names what does not exist, which goes to the problems. */
    @Nullable
    String text(ScalarNode node, Problems problems);

    /**
     * Those of a gateway that tells.
     *
     * @param values of the names, null for one that stands for nothing
     */
    static Secrets of(UnaryOperator<@Nullable String> values) {
        return (node, problems) -> {
            Matcher named = NAMED.matcher(node.getValue());
            StringBuilder text = new StringBuilder();
            int copied = 0;
            while (named.find()) {
                String value = values.apply(named.group(1));
                if (value == null) {
                    problems.add(
                            node,
                            "there is no " + named.group() + ", set the environment variable, or write the file"
                                    + " /run/secrets/" + named.group(1));
                    return null;
                }
                text.append(node.getValue(), copied, named.start()).append(value);
                copied = named.end();
            }
            return text.append(node.getValue().substring(copied)).toString();
        };
    }
}
