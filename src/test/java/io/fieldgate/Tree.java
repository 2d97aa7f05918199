package io.fieldgate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads structured text. */
final class Tree {
    private Tree() {}

    /** A key that stands twice is an error. */
    static JsonNode ofYaml(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Object tree = new Yaml(new SafeConstructor(options)).load(text);
        return new ObjectMapper().valueToTree(tree);
    }

    /** Of a text that holds several, divided by lines of three dashes. */
    static List<JsonNode> ofYamls(String text) {
        return Pattern.compile("(?m)^---$")
                .splitAsStream(text)
                .map(Tree::ofYaml)
                .toList();
    }

    static JsonNode ofJson(URL resource) {
        try (InputStream in = resource.openStream()) {
            return new ObjectMapper().readTree(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
