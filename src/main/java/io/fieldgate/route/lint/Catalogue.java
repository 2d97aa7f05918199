package io.fieldgate.route.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The components, languages and data formats that this gateway has, by the catalogue that each brings along in its jar,
 * ours too. What is not on the class path no route can use, however well known.
 */
final class Catalogue {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SERVICES = "META-INF/services/org/apache/camel/";
    private static final String SIMPLE = "META-INF/org/apache/camel/language/simple/simple.json";
    /** Words of the YAML whose languages have another name. */
    private static final Map<String, String> LANGUAGES = Map.of("method", "bean", "java", "joor");

    private final ClassLoader loader = Catalogue.class.getClassLoader();
    private final Map<String, Optional<Component>> components = new HashMap<>();

    /** Null when there is none of that scheme. */
    @Nullable
    Component component(String scheme) {
        return components
                .computeIfAbsent(scheme, name -> Optional.ofNullable(load(name)))
                .orElse(null);
    }

    private @Nullable Component load(String scheme) {
        try (InputStream service = loader.getResourceAsStream(SERVICES + "component/" + scheme)) {
            if (service == null) {
                return null;
            }
            Properties properties = new Properties();
            properties.load(service);
            String type = properties.getProperty("class", "");
            String folder = type.substring(0, type.lastIndexOf('.') + 1).replace('.', '/');
            try (InputStream json = loader.getResourceAsStream("META-INF/" + folder + scheme + ".json")) {
                return json == null ? Component.undescribed(scheme) : Component.of(JSON.readTree(json));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Set<String> schemes() {
        return names("component", "components");
    }

    /** Every language by the name that it has in YAML. */
    Set<String> languages() {
        Set<String> languages = names("language", "languages");
        languages.removeAll(List.of("bean", "file"));
        languages.add("method");
        return languages;
    }

    boolean hasLanguage(String word) {
        return has("language/" + LANGUAGES.getOrDefault(word, word));
    }

    /** Every data format by the name that it has in YAML. */
    Set<String> dataFormats() {
        Set<String> formats = names("dataformat", "dataFormats");
        if (formats.remove("jackson")) {
            formats.add("json");
        }
        return formats;
    }

    boolean hasDataFormat(String name) {
        return has("dataformat/" + name);
    }

    /** The functions of Simple, by their first words. */
    Set<String> simpleFunctions() {
        Set<String> functions = new TreeSet<>();
        try (InputStream json = loader.getResourceAsStream(SIMPLE)) {
            JsonNode described = json == null ? JSON.createObjectNode() : JSON.readTree(json);
            for (var function : described.path("functions").properties()) {
                functions.add(function.getKey().replaceFirst("[.(:].*", ""));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return functions;
    }

    private boolean has(String service) {
        return loader.getResource(SERVICES + service) != null;
    }

    /** What the jars say they have of a kind. */
    private Set<String> names(String kind, String key) {
        Set<String> names = new TreeSet<>();
        try {
            for (URL url : Collections.list(loader.getResources(SERVICES + kind + ".properties"))) {
                Properties properties = new Properties();
                try (InputStream in = url.openStream()) {
                    properties.load(in);
                }
                names.addAll(List.of(properties.getProperty(key, "").split("\\s+")));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        names.remove("");
        return names;
    }

    /**
     * A component.
     *
     * @param source whether routes can begin there
     * @param sink whether routes can send there
     * @param lenient whether it passes unknown options on
     * @param pathRequired whether something must stand behind the colon
     */
    record Component(
            String scheme,
            boolean source,
            boolean sink,
            boolean lenient,
            boolean pathRequired,
            Map<String, Option> options) {
        /** One whose jar holds no catalogue: anything goes. */
        private static Component undescribed(String scheme) {
            return new Component(scheme, true, true, true, false, Map.of());
        }

        private static Component of(JsonNode json) {
            JsonNode component = json.path("component");
            Map<String, Option> options = new HashMap<>();
            boolean pathRequired = false;
            for (var entry : json.path("properties").properties()) {
                JsonNode property = entry.getValue();
                Option option = Option.of(property);
                options.put(entry.getKey(), option);
                pathRequired |= option.path() && option.required();
            }
            return new Component(
                    component.path("scheme").asText(),
                    !component.path("producerOnly").asBoolean(),
                    !component.path("consumerOnly").asBoolean(),
                    component.path("lenientProperties").asBoolean(),
                    pathRequired,
                    options);
        }

        /** Null when it has none of that name. */
        @Nullable
        Option option(String name) {
            Option exact = options.get(name);
            if (exact != null) {
                return exact;
            }
            return options.values().stream()
                    .filter(option -> !option.prefix().isEmpty() && name.startsWith(option.prefix()))
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * An option of a component.
     *
     * @param path whether it stands before the question mark
     * @param group {@code consumer}, {@code producer} and others; says at which end it has a meaning
     * @param type of Camel's catalogue: boolean, integer, duration, string and others
     * @param values when only these are allowed
     * @param prefix when it is a family of options that begin so; else empty
     */
    record Option(
            boolean path,
            boolean required,
            String group,
            String type,
            List<String> values,
            boolean secret,
            String prefix) {
        private static Option of(JsonNode json) {
            List<String> values = new ArrayList<>();
            json.path("enum").forEach(value -> values.add(value.asText()));
            return new Option(
                    json.path("kind").asText().equals("path"),
                    json.path("required").asBoolean(),
                    json.path("group").asText(),
                    json.path("type").asText(),
                    List.copyOf(values),
                    json.path("secret").asBoolean(),
                    json.path("multiValue").asBoolean() ? json.path("prefix").asText() : "");
        }
    }
}
