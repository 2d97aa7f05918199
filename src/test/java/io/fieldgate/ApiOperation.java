package io.fieldgate;

import java.util.List;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What can be asked for under {@code /api}, as the web server of a gateway knows it: {@code GET /api/v1/routes/{id}/source}. */
record ApiOperation(String method, String path) {
    static List<ApiOperation> all(IngestGateway gateway) {
        return gateway
                .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(mapping -> mapping.getPatternValues().stream()
                        .flatMap(path -> mapping.getMethodsCondition().getMethods().stream()
                                .map(method -> new ApiOperation(method.name(), path))))
                .toList();
    }

    /** But for what anybody may ask: who it is, and to log in. */
    static List<ApiOperation> guarded(IngestGateway gateway) {
        return all(gateway).stream()
                .filter(operation -> !operation.path.startsWith("/api/v1/session"))
                .toList();
    }

    /** A request that it takes for its own, of a gateway with the route {@code telemetry}. */
    String asked() {
        return path.replaceAll("\\{partition}|\\{offset}", "0").replaceAll("\\{\\w+}", "telemetry");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
