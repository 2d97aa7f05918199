package io.fieldgate.http.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.http.user.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MemberTest {
    private static final OidcProperties.Roles ROLES =
            new OidcProperties.Roles(List.of("staff", "guests"), List.of("shift"), List.of("it"));

    static Stream<Arguments> claims() {
        return Stream.of(
                Arguments.of("groups", Map.of("groups", List.of("staff")), Role.VIEWER),
                Arguments.of("groups", Map.of("groups", List.of("staff", "it", "shift")), Role.ADMIN),
                Arguments.of("groups", Map.of("groups", List.of("shift", "guests")), Role.OPERATOR),
                Arguments.of("groups", Map.of("groups", "shift"), Role.OPERATOR),
                Arguments.of("a.b.c", Map.of("a", Map.of("b", Map.of("c", List.of("it")))), Role.ADMIN),
                // Auth0 wants names of claims to be addresses.
                Arguments.of("https://x.example/roles", Map.of("https://x.example/roles", List.of("it")), Role.ADMIN),
                Arguments.of("a.b", Map.of("a.b", List.of("staff"), "a", Map.of("b", List.of("it"))), Role.VIEWER),
                Arguments.of("groups", Map.of("groups", List.of("IT", "it ", "", "i", "everyone")), null),
                Arguments.of("groups", Map.of("groups", List.of(List.of("it"), Map.of("it", "it"), 7)), null),
                Arguments.of("groups", Map.of("groups", Map.of("it", List.of("it"))), null),
                Arguments.of("groups", Map.of("groups", "it shift"), null),
                Arguments.of("a.b", Map.of("a", List.of("it")), null),
                Arguments.of("groups", Map.of("roles", List.of("it")), null));
    }

    @ParameterizedTest
    @MethodSource("claims")
    void hasTheHighestRoleThatAWholeValueOfTheClaimGives(String path, Map<String, Object> claims, @Nullable Role role) {
        Member member = Member.of(properties(path), claims);

        assertThat(member.role()).isEqualTo(role);
    }

    @Test
    void isCalledAsTheProviderDoesAndTellsItselfApartFromUsersOfThatName() {
        assertThat(named(Map.of("sub", "8f14", "preferred_username", "anna", "email", "a@b.example")))
                .isEqualTo("anna (8f14 at login.example)");
        assertThat(named(Map.of("sub", "8f14", "preferred_username", " ", "email", "a@b.example")))
                .isEqualTo("a@b.example (8f14 at login.example)");
        assertThat(named(Map.of("sub", "8f14", "preferred_username", List.of("anna"))))
                .isEqualTo("8f14 (8f14 at login.example)");
    }

    @Test
    void makesNobodyElseOfItselfByItsName() {
        String name = named(Map.of("sub", "8f14", "preferred_username", "admin (1 at login.example)\r\nfg.author"));

        assertThat(name).isEqualTo("admin__1_at_login.example___fg.author (8f14 at login.example)");
        assertThat(named(Map.of("sub", "8f14", "preferred_username", "a".repeat(500))))
                .isEqualTo("a".repeat(63) + " (8f14 at login.example)");
    }

    private static String named(Map<String, Object> claims) {
        return Member.of(properties("groups"), new HashMap<>(claims)).name();
    }

    private static OidcProperties properties(String rolesClaim) {
        return new OidcProperties(
                "https://login.example/realms/plant",
                "fieldgate",
                "",
                List.of("openid"),
                rolesClaim,
                ROLES,
                "Plant",
                "");
    }
}
