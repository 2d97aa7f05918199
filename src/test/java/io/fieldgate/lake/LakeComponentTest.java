package io.fieldgate.lake;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.database.Table;
import io.fieldgate.database.Tables;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;

class LakeComponentTest {
    @Test
    void withoutItsJarALakeSaysWhichIsMissingAndWhereItBelongs() throws Exception {
        try (FilteredClassLoader without = new FilteredClassLoader("org.apache.parquet")) {
            assertThatThrownBy(() -> LakeComponent.requireLibraries(without, "telemetry"))
                    .hasMessage(
                            "lake:telemetry: the libraries for Parquet are missing; put fieldgate-lake.jar beside the"
                                    + " gateway's jar, as docs/lake.md says.")
                    .hasNoCause();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"date", "topic", "Topic"})
    void aColumnThatHasTheNameOfAFolderIsRefused(String column) throws Exception {
        Table table =
                Tables.read("{ name: readings, columns: [{ name: device, from: key }, { name: " + column + " }] }");
        try (LakeComponent lake = new LakeComponent(new LakeProperties("/srv/lake", Map.of()), () -> List.of(table))) {
            assertThatThrownBy(() -> lake.table("readings"))
                    .hasMessage(
                            "lake:readings: table 'readings' has a column '" + column + "' in config/tables.yaml,"
                                    + " but readers take that from the names of the folders; allowed is any name but [date, topic].");
        }
    }
}
