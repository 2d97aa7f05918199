package io.fieldgate.lake;

import java.util.Map;
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
    public LakeProperties {
        hadoop = Map.copyOf(hadoop);
    }

    /** Without what is passed on: it may hold secrets. */
    @Override
    public String toString() {
        return "LakeProperties[root=" + root + ", hadoop=" + hadoop.keySet() + "]";
    }
}
