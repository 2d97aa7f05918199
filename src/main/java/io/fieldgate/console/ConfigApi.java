package io.fieldgate.console;

import io.fieldgate.route.reload.ConfigReload;
import io.fieldgate.route.reload.FileState;
import io.fieldgate.route.reload.Receipt;
import io.fieldgate.route.reload.RouteReload;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/config}: what of the files is in effect, and what became of their changes. */
@RestController
@RequestMapping(path = "/api/v1/config", produces = MediaType.APPLICATION_JSON_VALUE)
final class ConfigApi {
    private final RouteReload reload;
    private final ConfigReload configuration;

    ConfigApi(RouteReload reload, ConfigReload configuration) {
        this.reload = reload;
        this.configuration = configuration;
    }

    @GetMapping
    Map<String, Object> show() {
        List<FileState> files = reload.files();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("successful", files.stream().allMatch(file -> file.problems().isEmpty()));
        answer.put("files", files.stream().map(ConfigApi::json).toList());
        answer.put("reloads", reload.receipts().stream().map(ConfigApi::json).toList());
        return answer;
    }

    /** Brings what stands in the files now into effect, and says what became of it. */
    @PostMapping("/reload")
    ResponseEntity<Object> reload(HttpServletResponse response) {
        List<Receipt> others = configuration.reload();
        Receipt routes = reload.reload();
        List<String> problems = Stream.concat(others.stream(), Stream.of(routes))
                .flatMap(receipt -> receipt.problems().stream())
                .toList();
        Map<String, Object> answer = json(routes);
        answer.put("successful", problems.isEmpty());
        answer.put("problems", problems);
        answer.put("configuration", others.stream().map(ConfigApi::json).toList());
        if (problems.isEmpty()) {
            return ResponseEntity.ok(answer);
        }
        ProblemDetail problem =
                ApiProblems.detail(response, HttpStatus.UNPROCESSABLE_ENTITY, "REFUSED", problems.get(0));
        answer.forEach(problem::setProperty);
        return ResponseEntity.unprocessableEntity()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    static Map<String, @Nullable Object> json(FileState file) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("file", file.file());
        json.put("state", file.state().name().toLowerCase(Locale.ROOT));
        json.put("hash", file.hash());
        json.put("since", file.since() == null ? null : file.since().toString());
        json.put(file.entries(), file.names());
        json.put("problems", file.problems());
        json.put("verdict", file.verdict());
        return json;
    }

    static Map<String, Object> json(Receipt receipt) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", receipt.at().toString());
        json.put("entries", receipt.entries());
        if (!receipt.file().isEmpty()) {
            json.put("file", receipt.file());
        }
        json.put("successful", receipt.successful());
        json.put("added", receipt.added());
        json.put("changed", receipt.changed());
        json.put("removed", receipt.removed());
        json.put("running", receipt.running());
        json.put("problems", receipt.problems());
        json.put("hash", receipt.hash());
        return json;
    }
}
