package io.fieldgate.bridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers as the versions of Redis give them. */
class ClaimTest {
    private static final Object CURSOR = bytes("3-0");
    private static final Object ENTRY = List.of(bytes("2-1"), List.of(bytes("payload"), bytes("a")));

    @Test
    void sinceRedis7TheDeletedStandBehindTheEntries() {
        Claim claim = Claim.of(List.of(CURSOR, List.of(ENTRY), List.of(bytes("1-1"))));

        assertThat(claim.entries()).extracting(Entry::id).containsExactly("2-1");
        assertThat(claim.deleted()).containsExactly("1-1");
        assertThat(claim.next()).isEqualTo("3-0");
        assertThat(claim.givenEmpty()).isFalse();
    }

    @Test
    void ofRedis62TheDeletedStandAmongTheEntriesWithNothing() {
        Claim claim = Claim.of(List.of(CURSOR, Arrays.asList(null, ENTRY)));

        assertThat(claim.entries()).extracting(Entry::id).containsExactly("2-1");
        assertThat(claim.deleted()).isEmpty();
        assertThat(claim.givenEmpty()).isTrue();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
