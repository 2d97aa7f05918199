package io.fieldgate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.message.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

/**
 * Refuses to start with a {@code fieldgate.*} key that nothing reads, wherever it was set, since a misspelt key would
 * otherwise be a setting that silently does nothing. What is known comes from the metadata that the build writes.
 */
public final class UnknownKeys implements EnvironmentPostProcessor, Ordered {
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final String MAP_OF_NAMES = "java.util.Map<java.lang.String,";
    private static final String MAP_OF_OURS = MAP_OF_NAMES + "io.fieldgate.";
    /** Stands for a name that people choose. */
    private static final String ANY = "*";

    private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("fieldgate");

    @Override
    public int getOrder() {
        // After the files of config/ have been read.
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Known> known = known();
        List<String> problems = new ArrayList<>();
        ConfigurationPropertySources.get(environment).forEach(source -> {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                iterable.stream()
                        .filter(name -> OURS.isAncestorOf(name))
                        .filter(name -> !isKnown(name, known))
                        .forEach(name -> problems.add(problem(name, iterable, known)));
            }
        });
        if (!problems.isEmpty()) {
            throw new UnknownKeysException(problems);
        }
    }

    /** What may stand under a key. */
    private enum Known {
        VALUE,
        /** Any keys below it. */
        MAP
    }

    private static Map<String, Known> known() {
        Map<String, Known> known = new TreeMap<>();
        try {
            for (URL metadata :
                    Collections.list(UnknownKeys.class.getClassLoader().getResources(METADATA))) {
                try (InputStream in = metadata.openStream()) {
                    for (JsonNode property : new ObjectMapper().readTree(in).path("properties")) {
                        String name = property.path("name").asText();
                        if (name.startsWith("fieldgate.")) {
                            add(known, name, property.path("type").asText());
                        }
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return known;
    }

    private static void add(Map<String, Known> known, String name, String type) {
        if (type.startsWith(MAP_OF_OURS)) {
            String element = type.substring(MAP_OF_NAMES.length(), type.length() - 1);
            addComponents(known, uniform(name) + "." + ANY, ClassUtils.resolveClassName(element, null));
            return;
        }
        if (type.startsWith("java.util.Map")) {
            known.put(uniform(name), Known.MAP);
            return;
        }
        known.put(uniform(name), Known.VALUE);
        if (type.startsWith("java.util.List<")) {
            String element = type.substring("java.util.List<".length(), type.length() - 1);
            known.put(uniform(name) + "[]", Known.VALUE);
            if (element.startsWith("io.fieldgate.")) {
                addComponents(known, uniform(name) + "[]", ClassUtils.resolveClassName(element, null));
            }
        }
    }

    /** The metadata ends at a list; its elements are records, whose components are the keys. */
    private static void addComponents(Map<String, Known> known, String prefix, Class<?> element) {
        RecordComponent[] components = element.getRecordComponents();
        if (components == null) {
            return;
        }
        for (RecordComponent component : components) {
            String name = prefix + "." + name(element, component);
            known.put(name, Map.class.isAssignableFrom(component.getType()) ? Known.MAP : Known.VALUE);
            addElements(known, name, component.getGenericType());
        }
    }

    /** What stands in a list, and in the lists of a list. */
    private static void addElements(Map<String, Known> known, String list, Type type) {
        if (type instanceof ParameterizedType parameterized && parameterized.getRawType() == List.class) {
            Type element = parameterized.getActualTypeArguments()[0];
            known.put(list + "[]", Known.VALUE);
            addElements(known, list + "[]", element);
            if (element instanceof Class<?> nested) {
                addComponents(known, list + "[]", nested);
            }
        }
    }

    /** A key that is a word of Java, like {@code default}, is given by an annotation. */
    private static String name(Class<?> element, RecordComponent component) {
        for (Constructor<?> constructor : element.getDeclaredConstructors()) {
            for (Parameter parameter : constructor.getParameters()) {
                Name given = parameter.getAnnotation(Name.class);
                if (given != null && parameter.getName().equals(component.getName())) {
                    return given.value();
                }
            }
        }
        return component.getName().toLowerCase(Locale.ROOT);
    }

    private static boolean isKnown(ConfigurationPropertyName name, Map<String, Known> known) {
        String uniform = general(uniform(name), known);
        if (known.containsKey(uniform)) {
            return true;
        }
        return known.entrySet().stream()
                .anyMatch(entry -> entry.getValue() == Known.MAP && uniform.startsWith(entry.getKey() + "."));
    }

    /** With {@link #ANY} in the place of a name that people choose. */
    private static String general(String uniform, Map<String, Known> known) {
        for (String key : known.keySet()) {
            int any = key.indexOf("." + ANY + ".") + 1;
            int end = uniform.indexOf('.', any);
            if (any > 0 && end > 0 && uniform.startsWith(key.substring(0, any))) {
                return uniform.substring(0, any) + ANY + uniform.substring(end);
            }
        }
        return uniform;
    }

    /** Lower case without dashes, and every index as {@code []}. */
    private static String uniform(ConfigurationPropertyName name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.getNumberOfElements(); i++) {
            if (name.isNumericIndex(i)) {
                text.append("[]");
            } else {
                text.append(text.isEmpty() ? "" : ".").append(name.getElement(i, Form.UNIFORM));
            }
        }
        return text.toString();
    }

    private static String uniform(String name) {
        return uniform(ConfigurationPropertyName.of(name));
    }

    private static String problem(
            ConfigurationPropertyName name, IterableConfigurationPropertySource source, Map<String, Known> known) {
        var property = source.getConfigurationProperty(name);
        Object origin =
                property == null || property.getOrigin() == null ? source.getUnderlyingSource() : property.getOrigin();
        String nearest = Nearest.to(general(uniform(name), known), known.keySet());
        String allowed = nearest == null ? allowed(name, known) : "did you mean '" + nearest + "'?";
        return origin + ": unknown key '" + name + "', " + allowed;
    }

    private static String allowed(ConfigurationPropertyName name, Map<String, Known> known) {
        String general = general(uniform(name), known);
        String parent = general.substring(0, general.lastIndexOf('.'));
        List<String> siblings = known.keySet().stream()
                .filter(key -> key.startsWith(parent + ".") && key.indexOf('.', parent.length() + 1) < 0)
                .map(key -> key.substring(parent.length() + 1))
                .toList();
        return siblings.isEmpty() ? "nothing stands under '" + parent + "'" : "allowed here are " + siblings;
    }

    /** All of them at once. */
    static final class UnknownKeysException extends RuntimeException {
        private UnknownKeysException(List<String> problems) {
            super(String.join(System.lineSeparator(), problems));
        }
    }

    /** Prints them without a stack trace. */
    static final class Analyzer extends AbstractFailureAnalyzer<UnknownKeysException> {
        @Override
        protected FailureAnalysis analyze(Throwable root, UnknownKeysException cause) {
            return new FailureAnalysis(
                    cause.getMessage(), "Correct the key or take it out. config/application.yaml shows all.", cause);
        }
    }
}
