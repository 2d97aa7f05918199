package io.fieldgate.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class LoginBodiesTest {
    private final LoginBodies bodies = new LoginBodies(Duration.ofMillis(100));

    /** A sender of one byte after the other. */
    @FunctionalInterface
    private interface Sender {
        int next() throws IOException, InterruptedException;
    }

    @Test
    void onlySoManyAreAwaitedAtATime() throws Exception {
        CountDownLatch awaited = new CountDownLatch(LoginBodies.MOST_AT_ONCE);
        CountDownLatch gone = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (InputStream silent = from(() -> {
            awaited.countDown();
            gone.await();
            return -1;
        })) {
            for (int i = 0; i < LoginBodies.MOST_AT_ONCE; i++) {
                var unused = threads.submit(() -> bodies.read(silent));
            }
            assertThat(awaited.await(60, SECONDS)).isTrue();

            assertThat(refusal(of(1)).status()).isEqualTo(429);

            gone.countDown();
            threads.shutdown();
            assertThat(threads.awaitTermination(60, SECONDS)).isTrue();
            assertThat(bodies.read(of(1))).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void oneThatDripsOrStopsIsNotAwaitedToItsEnd() {
        assertThat(refusal(from(() -> {
                            Thread.sleep(1);
                            return ' ';
                        }))
                        .status())
                .isEqualTo(408);
        assertThat(refusal(from(() -> {
                            throw new SocketTimeoutException();
                        }))
                        .status())
                .isEqualTo(408);
    }

    @Test
    void oneThatIsFarTooLongIsNotReadToItsEnd() throws Exception {
        assertThat(bodies.read(of(LoginBodies.LONGEST))).hasSize(LoginBodies.LONGEST);
        assertThat(refusal(of(LoginBodies.LONGEST + 1)).status()).isEqualTo(413);
    }

    private Problem refusal(InputStream body) {
        return catchThrowableOfType(Problem.class, () -> bodies.read(body));
    }

    private static InputStream of(int length) {
        return new ByteArrayInputStream(new byte[length]);
    }

    private static InputStream from(Sender sender) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    return sender.next();
                } catch (InterruptedException stop) {
                    throw new InterruptedIOException();
                }
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int next = read();
                into[offset] = (byte) next;
                return next < 0 ? -1 : 1;
            }
        };
    }
}
