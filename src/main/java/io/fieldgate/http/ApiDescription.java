package io.fieldgate.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * What else can be asked for by HTTP than routes; a bean of this type becomes part of the OpenAPI description.
 *
 * @param document has {@code paths} under {@code /api}, and {@code components}
 */
public record ApiDescription(ObjectNode document) {
    /** Of an operation: the role that it needs. */
    public static final String ROLE = "x-role";

    /** Of an operation that needs none. */
    public static final String ANYBODY = "anybody";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads a file that stands beside a class. */
    public static ApiDescription beside(Class<?> type, String file) {
        try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(file))) {
            return new ApiDescription((ObjectNode) JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
