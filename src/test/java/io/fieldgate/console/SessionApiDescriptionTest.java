package io.fieldgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldgate.http.Caller;
import io.fieldgate.http.Caller.Proof;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The description of {@code /api/v1/session}, compared with what is there. */
class SessionApiDescriptionTest {
    private final JsonNode document =
            new ConsoleConfiguration().sessionApiDescription().document();

    @Test
    void hasEveryOperationAndNoOther() {
        assertThat(Operations.described(document)).isEqualTo(Operations.of(SessionApi.class));
    }

    @Test
    void refersToWhatIsThereOrInCommon() {
        assertThat(Operations.dangling(document)).isEmpty();
    }

    @Test
    void hasEveryFieldAndEveryWayToKnowWhoAsks() {
        JsonNode session = document.at("/components/schemas/Session");
        Map<String, ?> fields = SessionApi.json(true, new Caller("anna", null, Proof.NONE), null, null);

        assertThat(session.path("properties").fieldNames()).toIterable().containsExactlyElementsOf(fields.keySet());
        assertThat(session.at("/properties/proof/enum")).hasSameSizeAs(Proof.values());
    }
}
