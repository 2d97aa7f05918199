package io.fieldgate.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FewHeadersTest {
    private final FewHeaders headers = new FewHeaders(Map.of("fg.line", 1L, "siteId", "north"));

    @Test
    void findsNamesWhateverTheirCaseAsCamelDoes() {
        assertThat(headers.get("siteid")).isEqualTo("north");
        assertThat(headers).containsKey("SITEID").doesNotContainKey("site").hasSize(2);
    }

    @Test
    void saysWhatWasPutInLast() {
        headers.entry("fg.line").setValue(2L);

        Map<String, Object> all = new LinkedHashMap<>();
        headers.forEach(all::put);
        assertThat(headers.get("fg.line")).isEqualTo(2L);
        assertThat(all).isEqualTo(headers).containsEntry("fg.line", 2L).containsEntry("siteId", "north");
    }
}
