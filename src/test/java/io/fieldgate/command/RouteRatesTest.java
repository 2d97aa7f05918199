package io.fieldgate.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class RouteRatesTest {
    private static final String ROUTE =
            "{'at':'2026-01-01T00:00:0%s','routes':[{'id':'rows','state':'started','reason':null,'received':%d,'sent':%d,"
                    + "'failed':%d,'in_flight':3,'lag':%s,'p50_ms':%s,'p99_ms':%s}]}";

    @Test
    void ratesAreWhatWasCountedBetweenTwoAnswers() throws Exception {
        JsonNode before = json("0Z", 100, 90, 5, "7", "0", "12");
        JsonNode now = json("2Z", 150, 110, 6, "7", "0", "12345");

        assertThat(RouteRates.between(before, now))
                .singleElement()
                .satisfies(rates -> assertThat(rates.cells())
                        .containsExactly("rows", "started", "25", "10", "0.5", "<1 ms", "12 s", "3", "7"));
    }

    @Test
    void aRouteThatIsNewOrHasBegunAnewCountsFromNothing() throws Exception {
        JsonNode before = json("0Z", 1_000, 1_000, 0, "0", "1", "1");
        JsonNode now = json("1Z", 20, 10, 0, "0", "1", "1");

        assertThat(RouteRates.between(before, now).get(0).in()).isEqualTo(20);
        assertThat(RouteRates.between(new ObjectMapper().readTree("{\"at\":\"2026-01-01T00:00:00Z\"}"), now)
                        .get(0)
                        .in())
                .isEqualTo(20);
    }

    @Test
    void whatIsNotKnownIsADashForPeopleAndNullForPrograms() throws Exception {
        JsonNode answer = json("0Z", 0, 0, 0, "null", "null", "null");

        var rates = RouteRates.between(answer, json("1Z", 0, 0, 0, "null", "null", "null"));

        assertThat(rates.get(0).cells()).endsWith("-", "-", "3", "-");
        assertThat(RouteRates.json("2026-01-01T00:00:01Z", rates))
                .isEqualTo("{'at':'2026-01-01T00:00:01Z','routes':[{'id':'rows','state':'started','reason':null,"
                                .replace('\'', '"')
                        + "'in_per_second':0.0,'out_per_second':0.0,'failed_per_second':0.0,'in_flight':3,'p50_ms':null,"
                                .replace('\'', '"')
                        + "'p99_ms':null,'lag':null}]}".replace('\'', '"'));
    }

    private static JsonNode json(
            String second, long received, long sent, long failed, String lag, String p50, String p99) throws Exception {
        return new ObjectMapper()
                .readTree(ROUTE.formatted(second, received, sent, failed, lag, p50, p99)
                        .replace('\'', '"'));
    }
}
