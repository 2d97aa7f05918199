package io.fieldgate.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Says that a request under {@code /api} is refused before anybody has looked at what it asks for. */
public final class Refusal {
    private Refusal() {}

    /**
     * Answers with a problem, and closes the connection, since the body was not read.
     *
     * @param code for programs
     * @param detail for people: what is wrong, and what is allowed
     */
    public static void write(HttpServletResponse response, int status, String code, String detail) throws IOException {
        write(response, Problem.of(status, code, detail));
    }

    /** Nobody has said who asks. */
    public static void unauthorized(HttpServletResponse response) throws IOException {
        write(response, Access.nobody());
    }

    static void write(HttpServletResponse response, Problem problem) throws IOException {
        String id = RequestId.of(response);
        response.setHeader("Connection", "close");
        Answer.of(problem, id == null ? RequestId.give(response) : id).write(response);
    }
}
