package io.fieldgate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every configuration key that Fieldgate, Spring Boot and Camel have, by the metadata of their jars. */
final class ConfigurationKeys {
    /** Type of each key, by the name of its environment variable. */
    private final Map<String, String> types = new TreeMap<>();

    private final Set<String> kept = new TreeSet<>();

    static ConfigurationKeys ofClassPath() {
        ConfigurationKeys keys = new ConfigurationKeys();
        try {
            for (URL metadata : Collections.list(ConfigurationKeys.class
                    .getClassLoader()
                    .getResources("META-INF/spring-configuration-metadata.json"))) {
                for (JsonNode key : Tree.ofJson(metadata).path("properties")) {
                    keys.types.put(
                            variable(key.path("name").asText()),
                            key.path("type").asText());
                    if (key.path("defaultValue").asText().matches("data(/.*)?")) {
                        keys.kept.add(variable(key.path("name").asText()));
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return keys;
    }

    /** Spring Boot's rule: upper case, dots become underscores, dashes vanish. */
    private static String variable(String key) {
        return key.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    boolean isKey(String variable) {
        return types.containsKey(variable)
                || types.entrySet().stream().anyMatch(key -> isBelow(variable, key.getKey(), key.getValue()));
    }

    /** Those that by default are a folder in data/, by the names of their environment variables. */
    Set<String> inData() {
        return kept;
    }

    private static boolean isBelow(String variable, String key, String type) {
        return (type.startsWith("java.util.Map") && variable.startsWith(key + "_"))
                || (type.startsWith("java.util.List") && variable.matches(key + "_\\d+(_.*)?"));
    }
}
