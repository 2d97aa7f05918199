package io.fieldgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.observe.Masks;
import io.fieldgate.topic.LetterFilter;
import io.fieldgate.topic.RecordPlace;
import io.fieldgate.topic.ReplayForecast;
import io.fieldgate.topic.ReplayJob;
import io.fieldgate.topic.ReplayJob.Skip;
import io.fieldgate.topic.ReplayJob.State;
import io.fieldgate.topic.ReplayOrder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayJsonTest {
    private static final RecordPlace PLACE = new RecordPlace("t.dlq", 0, 7);
    private static final String SECRET = "refused: token=s3cret";

    private final ReplayJson json = new ReplayJson(new Masks(List.of("token")));

    @Test
    void reasonsHideWhatNobodyShallSee() {
        ReplayJob job = new ReplayJob(
                "id",
                new ReplayOrder(LetterFilter.ALL, List.of(PLACE), false, 1, null, "me"),
                Instant.EPOCH,
                "me",
                State.RUNNING,
                null,
                SECRET,
                List.of(),
                0,
                0,
                0,
                List.of(new Skip(PLACE, SECRET)),
                SECRET);
        ReplayForecast forecast = new ReplayForecast(
                1, 1, 1, 0, 1, 0, 1, 0, List.of(new ReplayForecast.Reason("C", SECRET, 1, PLACE)), true);

        assertThat(json.of(job).toString()).contains("refused: token=***").doesNotContain("s3cret");
        assertThat(json.of(forecast).toString()).contains("refused: token=***").doesNotContain("s3cret");
    }
}
