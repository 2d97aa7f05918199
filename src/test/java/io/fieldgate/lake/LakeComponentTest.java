package io.fieldgate.lake;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
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
}
