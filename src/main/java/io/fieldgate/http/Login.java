package io.fieldgate.http;

import io.fieldgate.http.user.User;
import io.fieldgate.http.user.Users;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks people who they are. Whoever guesses is slowed down before it is looked whether he is right. */
public final class Login {
    private static final Logger LOG = LoggerFactory.getLogger(Login.class);
    private static final double WRONG_PER_SECOND = 0.1;
    private static final int WRONG_AT_ONCE = 10;
    private static final int MOST_ADDRESSES = 10_000;
    /** Passwords that are looked at; each takes a processor for a quarter of a second. */
    private static final int MOST_AT_ONCE = 2;
    /** With a body of some hundred bytes. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Users users;
    private final RateLimit wrong = new RateLimit(WRONG_PER_SECOND, WRONG_AT_ONCE, MOST_ADDRESSES);
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);
    private final LoginBodies bodies = new LoginBodies(PATIENCE);

    Login(Users users) {
        this.users = users;
    }

    /**
     * The body of a login, as it has come.
     *
     * @throws Problem when it does not come in time, is far too long, or too many log in at the moment
     */
    public InputStream body(InputStream in) throws IOException {
        return new ByteArrayInputStream(bodies.read(in));
    }

    static Problem tooMany() {
        return Access.limited("Too many log in at the moment.", 1000);
    }

    /**
     * Who it is. Takes about a quarter of a second, whether or not there is such a user.
     *
     * @throws Problem when the name or the password is wrong, or too many try
     */
    public User enter(HttpServletRequest request, String name, String password) {
        String caller = CallerAddress.counted(request.getRemoteAddr());
        long wait = wrong.look(caller, 1);
        if (wait > 0) {
            throw Access.limited("Too many have tried in vain to log in from this address.", wait);
        }
        if (!room.tryAcquire()) {
            throw tooMany();
        }
        User user;
        try {
            user = users.find(name, password);
        } finally {
            room.release();
        }
        if (user == null) {
            wrong.tryTake(caller, 1);
            // Not the name: people have typed their passwords there.
            LOG.warn("A login from {} was refused.", request.getRemoteAddr());
            throw Problem.of(401, "LOGIN", "The name or the password is wrong.");
        }
        LOG.info("{} has logged in from {}.", user.name(), request.getRemoteAddr());
        return user;
    }
}
