package io.fieldgate.http.oidc;

import io.fieldgate.http.user.Role;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom people may log in with, besides the users of this gateway.
 *
 * @param issuer the OpenID provider, as its own metadata name it; empty: there is none
 * @param clientId of this gateway at the provider
 * @param clientSecret of this gateway at the provider; empty: it proves itself by PKCE alone
 * @param scopes that are asked for
 * @param rolesClaim the claim with the roles or groups of a person; dots lead into it: realm_access.roles
 * @param roles which of its values are which role
 * @param name of the provider, for the console's button
 * @param publicUrl where browsers find this gateway; empty: where the request says it came to
 */
@ConfigurationProperties("fieldgate.login.oidc")
public record OidcProperties(
        @DefaultValue("") String issuer,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue({"openid", "profile", "email"}) List<String> scopes,
        @DefaultValue("groups") String rolesClaim,
        @DefaultValue Roles roles,
        @DefaultValue("OpenID Connect") String name,
        @DefaultValue("") String publicUrl) {
    private static final String KEY = "fieldgate.login.oidc.";

    /** Values of the claim, by the role that they give. */
    public record Roles(
            @DefaultValue List<String> viewer,
            @DefaultValue List<String> operator,
            @DefaultValue List<String> admin) {
        /** Copies the lists. */
        public Roles {
            viewer = List.copyOf(viewer);
            operator = List.copyOf(operator);
            admin = List.copyOf(admin);
        }

        /** The highest that any of these values gives; null when none gives one. */
        @Nullable
        Role of(List<String> values) {
            if (values.stream().anyMatch(admin::contains)) {
                return Role.ADMIN;
            }
            if (values.stream().anyMatch(operator::contains)) {
                return Role.OPERATOR;
            }
            return values.stream().anyMatch(viewer::contains) ? Role.VIEWER : null;
        }
    }

    /** @throws IllegalArgumentException naming the key and what is allowed */
    public OidcProperties {
        scopes = List.copyOf(scopes);
        if (!issuer.isEmpty()) {
            checkUrl("issuer", issuer);
            if (!publicUrl.isEmpty()) {
                checkUrl("public-url", publicUrl);
                String path = URI.create(publicUrl).getPath();
                check(
                        path.isEmpty() || path.equals("/"),
                        "public-url",
                        "is '" + publicUrl + "', allowed is https://host without a path");
            }
            check(!clientId.isBlank(), "client-id", "is empty, allowed is the name of this gateway at the provider");
            check(scopes.contains("openid"), "scopes", "are " + scopes + ", allowed are those with openid among them");
            check(
                    Stream.of(rolesClaim.split("\\.", -1)).noneMatch(String::isBlank),
                    "roles-claim",
                    "is '" + rolesClaim + "', allowed is the name of a claim, with dots into it: realm_access.roles");
            check(
                    Stream.of(roles.viewer, roles.operator, roles.admin).anyMatch(values -> !values.isEmpty()),
                    "roles",
                    "give nobody a role, allowed are lists of values of the claim for viewer, operator and admin");
        }
    }

    private static void checkUrl(String key, String value) {
        URI url = url(value);
        check(
                url != null
                        && url.getHost() != null
                        && url.getQuery() == null
                        && url.getFragment() == null
                        && url.getUserInfo() == null
                        && ("https".equals(url.getScheme())
                                || ("http".equals(url.getScheme()) && isHere(url.getHost()))),
                key,
                "is '" + value + "', allowed is https://host/path, or http:// of this machine");
    }

    private static @Nullable URI url(String value) {
        try {
            return URI.create(value);
        } catch (IllegalArgumentException wrong) {
            return null;
        }
    }

    private static boolean isHere(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    private static void check(boolean right, String key, String fault) {
        if (!right) {
            throw new IllegalArgumentException(KEY + key + " " + fault);
        }
    }

    /** Whether there is a provider. */
    public boolean isOn() {
        return !issuer.isEmpty();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "OidcProperties[issuer=" + issuer + ", clientId=" + clientId + "]";
    }
}
