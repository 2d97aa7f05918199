package io.fieldgate.console;

import io.fieldgate.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.HtmlUtils;

/** What a browser shows that comes from an OpenID provider and may not enter: somebody reads it, so it is a page. */
final class LoginRefused {
    private static final String PAGE = """
            <!doctype html>
            <html lang="en"><meta charset="utf-8"><title>Fieldgate: not logged in</title>
            <h1>Not logged in</h1>
            <p>%s</p>
            <p><a href="/">Back to the console</a></p>
            </html>
            """;

    private LoginRefused() {}

    /**
     * The page; only for somebody who takes pages.
     *
     * @throws Problem for everybody else
     */
    static ResponseEntity<String> page(Problem refused, HttpServletRequest request) {
        if (!Objects.toString(request.getHeader("Accept"), "").contains(MediaType.TEXT_HTML_VALUE)) {
            throw refused;
        }
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(refused.status())
                .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
                .header("Referrer-Policy", "no-referrer");
        refused.headers().forEach(answer::header);
        return answer.body(PAGE.formatted(HtmlUtils.htmlEscape(String.valueOf(refused.getMessage()))));
    }
}
