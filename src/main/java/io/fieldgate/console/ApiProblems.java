package io.fieldgate.console;

import io.fieldgate.http.Problem;
import io.fieldgate.http.RequestId;
import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Errors of all that is under {@code /api} are problem+json (RFC 9457). */
@RestControllerAdvice(basePackageClasses = ApiProblems.class)
final class ApiProblems {
    @ExceptionHandler
    ResponseEntity<ProblemDetail> missing(Missing missing, HttpServletResponse response) {
        return problem(response, HttpStatus.NOT_FOUND, "NOT_FOUND", String.valueOf(missing.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> wrong(IllegalArgumentException wrong, HttpServletResponse response) {
        return problem(response, HttpStatus.BAD_REQUEST, "INVALID", String.valueOf(wrong.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> failed(Failure failed, HttpServletResponse response) {
        boolean later = failed.kind() != FailureKind.RECORD;
        return problem(
                response,
                later ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.UNPROCESSABLE_ENTITY,
                failed.code(),
                String.valueOf(failed.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(Problem refused, HttpServletResponse response) {
        refused.headers().forEach(response::setHeader);
        return problem(
                response, HttpStatus.valueOf(refused.status()), refused.code(), String.valueOf(refused.getMessage()));
    }

    private static ResponseEntity<ProblemDetail> problem(
            HttpServletResponse response, HttpStatus status, String code, String detail) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            answer.header("Retry-After", "2");
        }
        return answer.body(detail(response, status, code, detail));
    }

    static ProblemDetail detail(HttpServletResponse response, HttpStatus status, String code, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(
                "urn:fieldgate:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-')));
        problem.setProperty("code", code);
        problem.setProperty("requestId", RequestId.of(response));
        return problem;
    }
}
