package io.fieldgate.observe;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code ./fieldgate tap} may show.
 *
 * @param mask values of headers and JSON fields are hidden when one of these words is in their name
 */
@ConfigurationProperties("fieldgate.tap")
public record TapProperties(
        @DefaultValue("password,passwd,token,secret,authorization,api-key,apikey,cookie,credential")
        List<String> mask) {
    public TapProperties {
        if (mask.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("fieldgate.tap.mask has an empty word, allowed are parts of names");
        }
        mask = List.copyOf(mask);
    }
}
