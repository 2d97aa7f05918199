package io.fieldgate.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureKindTest {
    private final Failure temporary = Failure.temporary("Kafka is away", null);
    private final Failure rejected = Failure.rejected("MALFORMED_JSON", "no JSON at byte 3", null);
    private final Failure systemic =
            Failure.systemic("table readings is missing", "Create it, see config/tables.yaml.", null);

    @Test
    void believesAFailureAnywhereInTheChainOfCauses() {
        assertThat(FailureKind.of(temporary)).isEqualTo(FailureKind.TRANSIENT);
        assertThat(FailureKind.of(rejected)).isEqualTo(FailureKind.RECORD);
        assertThat(FailureKind.of(new CompletionException(systemic))).isEqualTo(FailureKind.SYSTEMIC);
        assertThat(FailureKind.of(new IOException("wrapped by a route", rejected)))
                .as("a Failure beats the JDK's sign around it")
                .isEqualTo(FailureKind.RECORD);
    }

    static Stream<Throwable> faultsOfTheSurroundings() {
        return Stream.of(
                new DirectConsumerNotAvailableException(
                        "No consumers available", new DefaultExchange(new DefaultCamelContext())),
                new IOException("Connection reset by peer"),
                new ConnectException("Connection refused"),
                new SocketTimeoutException("Read timed out"),
                new UnknownHostException("kafka"),
                new ClosedChannelException(),
                new FileSystemException("data", null, "No space left on device"),
                new TimeoutException(),
                new InterruptedException(),
                new RejectedExecutionException("the route is stopping"),
                new SQLTransientConnectionException("no connection after 5 s"),
                new SQLRecoverableException("connection lost"),
                new UncheckedIOException(new IOException("Broken pipe")),
                new CompletionException(new IllegalStateException(new ConnectException("Connection refused"))));
    }

    @ParameterizedTest
    @MethodSource("faultsOfTheSurroundings")
    void waitsWhenTheSurroundingsAreAtFault(Throwable thrown) {
        assertThat(FailureKind.of(thrown)).isEqualTo(FailureKind.TRANSIENT);
    }

    static Stream<Throwable> faultsOfTheMessage() {
        return Stream.of(
                new IllegalArgumentException("reading has no value"),
                new NumberFormatException("For input string: \"hot\""),
                new ClassCastException(),
                new StackOverflowError(),
                new SQLException("value too long"),
                new SQLIntegrityConstraintViolationException("null in column value"));
    }

    @ParameterizedTest
    @MethodSource("faultsOfTheMessage")
    void deadLettersAllElse(Throwable thrown) {
        assertThat(FailureKind.of(thrown)).isEqualTo(FailureKind.RECORD);
    }

    /** Parsers like to extend IOException; taken for an outage, one malformed payload would hold up its route for ever. */
    static Stream<Throwable> complaintsAboutContent() {
        ObjectMapper json = new ObjectMapper();
        return Stream.of(
                catchThrowable(() -> json.readTree("temperature=21.5")),
                catchThrowable(() -> json.readTree("{\"temperature\":")),
                catchThrowable(() -> json.readValue("\"hot\"", Integer.class)),
                catchThrowable(
                        () -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(new byte[] {(byte) 0xff}))),
                new ZipException("Not in GZIP format"));
    }

    @ParameterizedTest
    @MethodSource("complaintsAboutContent")
    void deadLettersWhatAParserRefusesAlthoughItSaysIoException(Throwable thrown) {
        assertThat(thrown).isInstanceOf(IOException.class);
        assertThat(FailureKind.of(thrown)).isEqualTo(FailureKind.RECORD);
        assertThat(FailureKind.of(new IllegalStateException("unmarshal", thrown)))
                .isEqualTo(FailureKind.RECORD);
    }

    @Test
    void endsOnAChainOfCausesThatRunsInACircle() {
        Exception first = new Exception("first");
        first.initCause(new Exception("second", first));

        assertThat(FailureKind.of(first)).isEqualTo(FailureKind.RECORD);
        assertThat(Failure.in(first)).isNull();
    }

    @Test
    void carriesTheCodeOfARejectionAndTheCureOfASystemicFailure() {
        assertThat(rejected.code()).isEqualTo("MALFORMED_JSON");
        assertThat(rejected.cure()).isNull();
        assertThat(systemic.code()).isEqualTo("SYSTEMIC");
        assertThat(systemic.cure()).isEqualTo("Create it, see config/tables.yaml.");
        assertThat(temporary.code()).isEqualTo("TEMPORARY");
    }
}
