package io.fieldgate;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;

/** Keeps gateways in tests from becoming OpenID providers, each with a new RSA key, since {@link OidcProvider} is near. */
final class NoAuthorizationServer implements AutoConfigurationImportFilter {
    @Override
    public boolean[] match(String[] classes, AutoConfigurationMetadata metadata) {
        boolean[] matches = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            matches[i] = classes[i] == null || !classes[i].contains(".OAuth2AuthorizationServer");
        }
        return matches;
    }
}
