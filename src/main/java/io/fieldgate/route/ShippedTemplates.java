package io.fieldgate.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The route templates that the gateway brings along. Any thread. */
public final class ShippedTemplates {
    private static final String FILES = "classpath:route-templates/*.camel.yaml";

    /** They do not change, and each test of a route asks for them. */
    private static volatile @Nullable List<Template> known;

    private ShippedTemplates() {}

    /**
     * A file of them.
     *
     * @param file its name without a folder
     */
    public record Template(String file, String text) {}

    /** All of them, by the names of their files. */
    public static List<Template> all() {
        List<Template> all = known;
        if (all == null) {
            all = read();
            known = all;
        }
        return all;
    }

    private static List<Template> read() {
        List<Template> all = new ArrayList<>();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources(FILES)) {
                all.add(new Template(
                        String.valueOf(file.getFilename()), file.getContentAsString(StandardCharsets.UTF_8)));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        all.sort(Comparator.comparing(Template::file));
        return List.copyOf(all);
    }
}
