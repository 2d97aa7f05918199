package io.fieldgate.http;

import io.fieldgate.http.user.Role;
import io.fieldgate.http.user.UserFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a login where others than this machine can reach the gateway and nobody has one: there is no default password. */
final class FirstAdmin {
    private static final Logger LOG = LoggerFactory.getLogger(FirstAdmin.class);
    private static final String NAME = "admin";
    private static final int PASSWORD_BYTES = 15;

    private FirstAdmin() {}

    /** @param terminal where the password is shown, once; it is in no log */
    static void make(Path file, PrintStream terminal) {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        try {
            new UserFile(file).add(NAME, password, Role.ADMIN);
        } catch (IOException | IllegalArgumentException failed) {
            LOG.warn(
                    "Nobody can use the console or /api: there are no users, no tokens with a role, and {} cannot be"
                            + " written ({}). Make a user with './fieldgate user new NAME --role admin', or a token with"
                            + " './fieldgate token new NAME --role admin'.",
                    file,
                    failed.toString());
            return;
        }
        LOG.info("Nobody had a login, so {} has a user now: {}.", file, NAME);
        terminal.println();
        terminal.println("   The console asks for a login, and nobody had one. This is shown once:");
        terminal.println("   user      " + NAME);
        terminal.println("   password  " + password);
        terminal.println("   Change it with  ./fieldgate user password " + NAME);
        terminal.println();
    }
}
