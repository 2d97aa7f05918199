package io.fieldgate.http;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may log in.
 *
 * @param users the file of users
 */
@ConfigurationProperties("fieldgate.login")
public record LoginProperties(
        @DefaultValue("config/users.yaml") Path users) {}
