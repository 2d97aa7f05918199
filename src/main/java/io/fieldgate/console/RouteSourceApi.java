package io.fieldgate.console;

import io.fieldgate.message.Failure;
import io.fieldgate.observe.Masks;
import io.fieldgate.route.lint.Finding;
import io.fieldgate.route.reload.FileState;
import io.fieldgate.route.reload.RouteReload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/routes/ID/source}: the file of a route as it stands there now, with what is wrong in it. */
@RestController
@RequestMapping(path = "/api/v1/routes", produces = MediaType.APPLICATION_JSON_VALUE)
final class RouteSourceApi {
    static final long MOST_BYTES = 256 * 1024L;

    private final RouteReload reload;
    private final SecretsOfRoutes secrets;
    /** The findings of files whose texts were the same. */
    private Map<Path, String> lintedTexts = Map.of();

    private List<Finding> findings = List.of();

    RouteSourceApi(RouteReload reload, Masks masks) {
        this.reload = reload;
        this.secrets = new SecretsOfRoutes(masks::text, masks::hides);
    }

    @GetMapping("/{id}/source")
    Map<String, @Nullable Object> source(@PathVariable String id) {
        FileState state = file(reload, id);
        Path file = Path.of(state.file());
        String text = text(file);
        List<Finding> found = findings().stream()
                .filter(finding -> finding.file().equals(state.file()))
                .toList();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("route", id);
        answer.put("file", state.file());
        answer.put("state", state.problems().isEmpty() ? "running" : "earlier");
        answer.put("since", state.since() == null ? null : state.since().toString());
        answer.put("hash", state.hash());
        answer.put("text", secrets.hidden(text, found));
        answer.put("findings", found.stream().map(RouteSourceApi::json).toList());
        return answer;
    }

    /**
     * The file that a route runs from.
     *
     * @throws Missing when it runs from none
     */
    static FileState file(RouteReload reload, String route) {
        return reload.routeFiles().stream()
                .filter(file -> file.names().contains(route))
                .findFirst()
                .orElseThrow(() -> new Missing("There is no route '" + route + "' that runs from a file."));
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw Failure.rejected(
                        "TOO_LARGE", file + " is larger than " + MOST_BYTES / 1024 + " KB and is not shown.", null);
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw Failure.rejected("UNREADABLE", file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** All files are linted together, as they run together; and only once while they stay the same. */
    private synchronized List<Finding> findings() {
        Map<Path, String> texts = new LinkedHashMap<>();
        for (FileState state : reload.routeFiles()) {
            Path file = Path.of(state.file());
            texts.put(file, version(file));
        }
        if (!texts.equals(lintedTexts)) {
            findings = reload.findings(List.copyOf(texts.keySet()));
            lintedTexts = texts;
        }
        return findings;
    }

    private static String version(Path file) {
        try {
            return Files.exists(file) ? Files.getLastModifiedTime(file) + " " + Files.size(file) : "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("line", finding.line());
        json.put("column", finding.column());
        json.put("severity", finding.code().severity().toString());
        json.put("code", finding.code().name());
        json.put("title", finding.code().title());
        json.put("message", finding.message());
        return json;
    }
}
