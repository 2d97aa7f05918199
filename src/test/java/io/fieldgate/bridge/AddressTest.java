package io.fieldgate.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.message.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @Test
    void wordsWithANameBecomeHeaders() {
        Map<String, Object> headers = new HashMap<>();

        Address.parse("plant.{line}.*.{device}", ".").capture("plant.north.telemetry.oven-07", headers);

        assertThat(headers)
                .containsOnly(
                        Map.entry("line", "north"),
                        Map.entry("fg.line", "north"),
                        Map.entry("device", "oven-07"),
                        Map.entry("fg.device", "oven-07"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plant.north", "plant.north.oven-07.more", "house.north.oven-07", "plant..oven-07", ""})
    void nothingIsCapturedOfOneThatDoesNotFit(String actual) {
        Map<String, Object> headers = new HashMap<>();

        Address.parse("plant.{line}.{device}", ".").capture(actual, headers);

        assertThat(headers).isEmpty();
    }

    @Test
    void bytesFillAWordWhenTheyAreText() {
        Address address = Address.parse("alarm.{device}", ".");

        assertThat(address.fill(Map.of("device", "öven".getBytes(UTF_8)))).isEqualTo("alarm.öven");
        assertThatThrownBy(() -> address.fill(Map.of("device", new byte[] {'a', (byte) 0xFF})))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("INVALID_ADDRESS"));
    }

    @Test
    void headersFillTheWordsWithAName() {
        Address address = Address.parse("plant.{line}.{device}", ".");

        assertThat(address.fill(Map.of("line", "north", "device", 7))).isEqualTo("plant.north.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "oven.07", "oven\n07"})
    void aHeaderThatIsNoWordMakesADeadLetter(String device) {
        Address address = Address.parse("plant.{device}", ".");

        assertThatThrownBy(() -> address.fill(Map.of("device", device)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("INVALID_ADDRESS"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"oven,admin", "::admin", "oven.07"})
    void aHeaderThatHoldsWhatIsSpecialMakesADeadLetter(String device) {
        Address address = Address.parse("plant,house.{device}", ".", List.of(",", "::"));

        assertThat(address.fill(Map.of("device", "aa:bb"))).isEqualTo("plant,house.aa:bb");
        assertThatThrownBy(() -> address.fill(Map.of("device", device)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("INVALID_ADDRESS"))
                .hasMessageContaining("holds '.', ',', '::'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plant.{Line}", "plant.{source}", "plant.x{line}", "{line}.{line}"})
    void aNameThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> Address.parse(text, "."))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
