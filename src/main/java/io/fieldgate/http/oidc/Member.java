package io.fieldgate.http.oidc;

import io.fieldgate.http.user.Role;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whom an OpenID provider knows. Never a user of this gateway, whatever the name: issuer and subject say who it is.
 *
 * @param called as the provider calls people, which they may have chosen
 * @param role null: none of this gateway
 */
public record Member(
        String issuer,
        String subject,
        String called,
        @Nullable Role role) {
    private static final int LONGEST = 63;

    static Member of(OidcProperties properties, Map<String, Object> claims) {
        String subject = Objects.toString(claims.get("sub"), "");
        String called = Stream.of("preferred_username", "email")
                .map(claims::get)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(name -> !name.isBlank())
                .findFirst()
                .orElse(subject);
        return new Member(
                properties.issuer(), subject, called, properties.roles().of(values(claims, properties.rolesClaim())));
    }

    /** What stands at a dotted path: a list of texts, or one. A claim whose own name has the dots comes first. */
    private static List<String> values(Map<?, ?> claims, String path) {
        Object at = claims.get(path);
        if (at == null) {
            at = claims;
            for (String name : path.split("\\.", -1)) {
                at = at instanceof Map<?, ?> map ? map.get(name) : null;
            }
        }
        if (at instanceof Collection<?> list) {
            return list.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
        }
        return at instanceof String one ? List.of(one) : List.of();
    }

    /** As it is shown and signed with. The provider lets people choose names; what is in brackets they cannot choose. */
    public String name() {
        return plain(called) + " (" + plain(subject) + " at "
                + URI.create(issuer).getHost() + ")";
    }

    private static String plain(String text) {
        String plain = text.replaceAll("[^\\p{L}\\p{N}._@+:|-]", "_");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST);
    }
}
