package io.fieldgate.yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/**
 * A file that Spring Boot has imported at the start. What stands in it later is bound as it was then: in its old place among
 * environment variables and all the rest, with their values for placeholders.
 */
public final class BoundFile {
    private static final String PREFIX = "fieldgate";

    private final ConfigurableEnvironment environment;
    private final Path path;
    private final @Nullable PropertySource<?> imported;

    private BoundFile(ConfigurableEnvironment environment, Path path, @Nullable PropertySource<?> imported) {
        this.environment = environment;
        this.path = path;
        this.imported = imported;
    }

    /**
     * The file in which a list stands.
     *
     * @param list such as {@code topics}, whose elements have a {@code name}
     * @param usual its place when there is no such list in any file
     */
    public static BoundFile of(ConfigurableEnvironment environment, String list, Path usual) {
        String key = PREFIX + "." + list + "[0].name";
        for (PropertySource<?> source : environment.getPropertySources()) {
            Origin origin = OriginLookup.getOrigin(source, key);
            if (origin instanceof TextResourceOrigin text && text.getResource() != null) {
                Path path = file(text.getResource());
                if (path != null) {
                    return new BoundFile(environment, path, source);
                }
            }
        }
        return new BoundFile(environment, usual, null);
    }

    private static @Nullable Path file(Resource resource) {
        try {
            return resource.isFile() ? resource.getFile().toPath().normalize() : null;
        } catch (IOException none) {
            return null;
        }
    }

    public Path path() {
        return path;
    }

    /**
     * What the whole configuration would be with this text in the file.
     *
     * @param text null: without the file
     * @throws RuntimeException when the text is no YAML, or does not fit; the root of its causes says why
     */
    public <T> T bind(@Nullable String text, Class<T> type) {
        MutablePropertySources sources = new MutablePropertySources();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source.equals(imported)) {
                load(text).forEach(sources::addLast);
            } else if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
                sources.addLast(source);
            }
        }
        if (imported == null) {
            load(text).forEach(sources::addLast);
        }
        return new Binder(ConfigurationPropertySources.from(sources), new PropertySourcesPlaceholdersResolver(sources))
                .bindOrCreate(PREFIX, Bindable.of(type));
    }

    /** Where an element of a list stands, {@code file:line:column}; the beginning of the file when it is not found. */
    public String place(String text, String list, String name) {
        Node root = YamlFile.compose(path.toString(), text, new Problems(path.toString(), text));
        if (YamlFile.child(YamlFile.child(root, PREFIX), list) instanceof SequenceNode elements) {
            for (Node element : elements.getValue()) {
                Node found = YamlFile.child(element, "name");
                if (found != null && YamlFile.scalar(found).equals(name)) {
                    return found.getStartMark()
                            .map(mark -> path + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                            .orElseGet(this::beginning);
                }
            }
        }
        return beginning();
    }

    /** {@code file:1:1}. */
    public String beginning() {
        return path + ":1:1";
    }

    private List<PropertySource<?>> load(@Nullable String text) {
        if (text == null) {
            return List.of();
        }
        try {
            return new YamlPropertySourceLoader()
                    .load(
                            "changed " + path,
                            new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), path.toString()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
