package io.fieldgate.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {
    private final JsonFields fields = new JsonFields(List.of(List.of("t"), List.of("motor", "speed"), List.of("mö")));

    @Test
    void valuesComeByTypeAndInTheOrderOfTheWays() {
        assertThat(read("{\"x\":[{\"t\":1}],\"motor\":{\"t\":2,\"speed\":true,\"n\":{\"speed\":3}},\"m\\u00f6\":\"a\\n"
                        + "b\",\"t\":-2.5}"))
                .containsExactly(-2.5, true, "a\nb");
    }

    @Test
    void whatIsNotThereAndNullAreNothing() {
        assertThat(read("{\"t\":null,\"motor\":{}}")).containsExactly(null, null, null);
        assertThat(read("{\"motor\":null}")).containsExactly(null, null, null);
    }

    @Test
    void objectsAndArraysAndWaysThatEndEarlyAreOther() {
        assertThat(read("{\"t\":{},\"motor\":[{\"speed\":1}],\"mö\":[]}"))
                .containsExactly(JsonFields.OTHER, JsonFields.OTHER, JsonFields.OTHER);
        assertThat(read("{\"motor\":7}")).containsExactly(null, JsonFields.OTHER, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[1]",
                "7",
                "{\"t\":1",
                "{\"t\":1}x",
                "{\"t\":1,\"t\":2}",
                "{\"t\":1,\"\\u0074\":null}",
                "{\"motor\":{\"speed\":1},\"motor\":{}}"
            })
    void whatOnlyTheWholeCanTellIsLeftToOthers(String json) {
        assertThat(read(json)).isNull();
    }

    @Test
    void repeatedNamesThatNobodyAsksForDoNotMatter() {
        assertThat(read("{\"a\":1,\"a\":2,\"motor\":{\"a\":1,\"a\":1},\"t\":3}"))
                .containsExactly(3.0, null, null);
    }

    @Property(tries = 500)
    void numbersAreWhatJavaMakesOfThem(
            @ForAll @BigRange(min = "-1000000000000", max = "1000000000000") @Scale(8) BigDecimal number) {
        assertIsRead(number.toPlainString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-0.0",
                "0.1",
                "9007199254740993",
                "123456789.012345678",
                "0.000000000000001",
                "1e-400",
                "4.9E-324",
                "1.7976931348623157e308"
            })
    void soAreNumbersThatAreHardToRead(String number) {
        assertIsRead(number);
    }

    private void assertIsRead(String number) {
        assertThat(read("{\"t\":" + number + "}")).startsWith(Double.valueOf(number));
    }

    private @Nullable Object @Nullable [] read(String json) {
        return fields.read(json.getBytes(UTF_8));
    }
}
