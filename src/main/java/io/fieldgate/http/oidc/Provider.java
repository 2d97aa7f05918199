package io.fieldgate.http.oidc;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;

/** The OpenID provider. It is asked for its metadata at the first login, so that a gateway starts without it. For any thread. */
public final class Provider {
    /** Where the provider sends browsers back to. */
    public static final String CALLBACK = "/api/v1/session/oidc/callback";

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final ParameterizedTypeReference<Map<String, Object>> METADATA =
            new ParameterizedTypeReference<>() {};

    private final OidcProperties properties;
    private final SimpleClientHttpRequestFactory http = new SimpleClientHttpRequestFactory();
    private volatile @Nullable Known known;

    /** Asks nobody yet. */
    public Provider(OidcProperties properties) {
        this.properties = properties;
        http.setConnectTimeout(PATIENCE);
        http.setReadTimeout(PATIENCE);
    }

    /** What its metadata say, and who takes its answers by that. */
    public record Known(ClientRegistration registration, OidcAuthorizationCodeAuthenticationProvider answers) {}

    /**
     * The provider, as its metadata describe it.
     *
     * @throws IOException when it does not answer, or is another than the one of the configuration
     */
    public Known known() throws IOException {
        Known then = known;
        if (then == null) {
            then = describe(metadata());
            known = then;
        }
        return then;
    }

    /** Asks for the metadata anew the next time: something has failed, and they may have changed. */
    public void forget() {
        known = null;
    }

    private Map<String, Object> metadata() throws IOException {
        String issuer = properties.issuer();
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        Map<String, Object> metadata;
        try {
            metadata = RestClient.builder()
                    .requestFactory(http)
                    .build()
                    .get()
                    .uri(base + "/.well-known/openid-configuration")
                    .retrieve()
                    .body(METADATA);
        } catch (RestClientException failed) {
            throw new IOException("no metadata of " + issuer + ": " + failed.getMessage(), failed);
        }
        if (metadata == null || !issuer.equals(metadata.get("issuer"))) {
            throw new IOException("the provider at " + issuer + " says that it is "
                    + (metadata == null ? null : metadata.get("issuer")));
        }
        return metadata;
    }

    private Known describe(Map<String, Object> metadata) throws IOException {
        ClientRegistration registration;
        try {
            registration = ClientRegistration.withRegistrationId("oidc")
                    .issuerUri(properties.issuer())
                    .clientId(properties.clientId())
                    .clientSecret(properties.clientSecret())
                    .clientAuthenticationMethod(method(metadata))
                    .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                    .redirectUri((properties.publicUrl().isEmpty() ? "{baseUrl}" : publicUrl()) + CALLBACK)
                    .scope(properties.scopes())
                    .authorizationUri(endpoint(metadata, "authorization_endpoint"))
                    .tokenUri(endpoint(metadata, "token_endpoint"))
                    .jwkSetUri(endpoint(metadata, "jwks_uri"))
                    .userInfoUri((String) metadata.get("userinfo_endpoint"))
                    .userNameAttributeName("sub")
                    .build();
        } catch (IllegalArgumentException | ClassCastException wrong) {
            throw new IOException(
                    "the metadata of " + properties.issuer() + " are wrong: " + wrong.getMessage(), wrong);
        }
        return new Known(registration, answers(registration));
    }

    private String publicUrl() {
        return properties.publicUrl().replaceAll("/+$", "");
    }

    private ClientAuthenticationMethod method(Map<String, Object> metadata) {
        if (properties.clientSecret().isEmpty()) {
            return ClientAuthenticationMethod.NONE;
        }
        boolean posts = metadata.get("token_endpoint_auth_methods_supported") instanceof List<?> methods
                && !methods.contains("client_secret_basic")
                && methods.contains("client_secret_post");
        return posts ? ClientAuthenticationMethod.CLIENT_SECRET_POST : ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
    }

    private static String endpoint(Map<String, Object> metadata, String name) {
        return (String) Objects.requireNonNullElseGet(metadata.get(name), () -> {
            throw new IllegalArgumentException(name + " is missing");
        });
    }

    private OidcAuthorizationCodeAuthenticationProvider answers(ClientRegistration registration) {
        RestClientAuthorizationCodeTokenResponseClient tokens = new RestClientAuthorizationCodeTokenResponseClient();
        tokens.setRestClient(RestClient.builder()
                .requestFactory(http)
                .messageConverters(converters -> {
                    converters.clear();
                    converters.add(new FormHttpMessageConverter());
                    converters.add(new OAuth2AccessTokenResponseHttpMessageConverter());
                })
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build());
        RestTemplate rest = new RestTemplate(http);
        // Asked for its keys again when one comes that is not among them.
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(
                        registration.getProviderDetails().getJwkSetUri())
                .restOperations(rest)
                .jwsAlgorithms(allowed -> allowed.addAll(List.of(SignatureAlgorithm.values())))
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(), new OidcIdTokenValidator(registration)));
        RestTemplate userInfo = new RestTemplate(http);
        userInfo.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
        DefaultOAuth2UserService users = new DefaultOAuth2UserService();
        users.setRestOperations(userInfo);
        OidcUserService people = new OidcUserService();
        people.setOauth2UserService(users);
        // By itself it asks only for some scopes, and roles may stand there with any.
        people.setRetrieveUserInfo(asked -> asked.getClientRegistration()
                        .getProviderDetails()
                        .getUserInfoEndpoint()
                        .getUri()
                != null);
        OidcAuthorizationCodeAuthenticationProvider answers =
                new OidcAuthorizationCodeAuthenticationProvider(tokens, people);
        answers.setJwtDecoderFactory(same -> decoder);
        return answers;
    }

    /** Who it is that the provider has named. */
    public Member member(Map<String, Object> claims) {
        return Member.of(properties, claims);
    }
}
