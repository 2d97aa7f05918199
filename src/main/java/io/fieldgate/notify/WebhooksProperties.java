package io.fieldgate.notify;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where routes may send records to by HTTP.
 *
 * @param webhooks by the name that routes use
 */
@ConfigurationProperties("fieldgate")
public record WebhooksProperties(@DefaultValue Map<String, Webhook> webhooks) {
    /** Small letters only, so that environment variables can name them too. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");

    public WebhooksProperties {
        for (String name : webhooks.keySet()) {
            if (!isName(name)) {
                throw new IllegalArgumentException(
                        "'" + name + "' is no name of a webhook, allowed are 1 to 63 small letters, digits and '-'");
            }
        }
        webhooks = Map.copyOf(new TreeMap<>(webhooks));
    }

    /** Whether a webhook can be called so. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
