package io.fieldgate.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WebhooksPropertiesTest {
    @Test
    void areReadByName() {
        WebhooksProperties read = read(Map.of(
                "fieldgate.webhooks.night-shift.url", "https://10.20.1.2/hook",
                "fieldgate.webhooks.night-shift.headers.X-Api-Key", "abc",
                "fieldgate.webhooks.night-shift.private-addresses[0]", "10.20.0.0/16",
                "fieldgate.webhooks.shop.secret", "geheim"));

        assertThat(read.webhooks()).containsOnlyKeys("night-shift", "shop");
        Webhook nightShift = read.webhooks().get("night-shift");
        assertThat(nightShift.headers()).containsExactly(Map.entry("X-Api-Key", "abc"));
        assertThat(nightShift.privateAddresses()).isEqualTo(List.of("10.20.0.0/16"));
        assertThat(nightShift.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(read.webhooks().get("shop").url())
                .as("may be known elsewhere")
                .isEmpty();
    }

    @Test
    void showNeitherTheirSecretNorTheirAddress() {
        assertThat(read(Map.of(
                                "fieldgate.webhooks.shop.url", "https://shop.example/hook/abc",
                                "fieldgate.webhooks.shop.secret", "geheim"))
                        .toString())
                .doesNotContain("abc", "geheim");
    }

    @Test
    void aNameThatNoRouteCanUseIsRefused() {
        assertThatThrownBy(() -> read(Map.of("fieldgate.webhooks.Shop.url", "https://shop.example")))
                .hasRootCauseMessage(
                        "'Shop' is no name of a webhook, allowed are 1 to 63 small letters, digits and '-'");
    }

    private static WebhooksProperties read(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("fieldgate", WebhooksProperties.class);
    }
}
