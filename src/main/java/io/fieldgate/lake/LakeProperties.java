package io.fieldgate.lake;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the files of {@code lake:} lie.
 *
 * @param root a folder, as a path or as the URI of a file system that Hadoop knows: hdfs://namenode:8020/lake, s3a://bucket/lake;
 *     empty: there is no lake
 * @param hadoop passed on to Hadoop's file system as it is, for example {@code fs.s3a.endpoint}; secrets by environment variables
 */
@ConfigurationProperties("fieldgate.lake")
public record LakeProperties(
        @DefaultValue("") String root, @DefaultValue Map<String, String> hadoop) {
    private static final Pattern URI_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

    public LakeProperties {
        hadoop = Map.copyOf(hadoop);
        // Refused at the start, not with the first message.
        var unused = uri(root);
    }

    /** The root as a URI; null when it is the path of a folder. */
    @Nullable
    URI uri() {
        return uri(root);
    }

    private static @Nullable URI uri(String root) {
        if (!URI_SCHEME.matcher(root).lookingAt()) {
            return null;
        }
        try {
            return new URI(root);
        } catch (URISyntaxException refused) {
            throw new IllegalArgumentException(
                    "fieldgate.lake.root is no URI (" + refused.getMessage()
                            + "), allowed is one with a blank as %20, or the path of a folder",
                    refused);
        }
    }

    /** Without what is passed on: it may hold secrets. */
    @Override
    public String toString() {
        return "LakeProperties[root=" + root + ", hadoop=" + hadoop.keySet() + "]";
    }
}
