package io.fieldgate.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.SpecVersionDetector;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.InputStreamSource;
import com.networknt.schema.resource.SchemaLoader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema that each record of a route must fit: draft 4, 6, 7, 2019-09 or 2020-12, as its {@code $schema} says, which
 * is 2020-12 when it says nothing. It may refer to files beside it; nothing is fetched from anywhere. Safe for use by many
 * threads.
 */
final class PayloadSchema {
    private static final int MAX_FAULTS = 20;
    private static final int MAX_MESSAGE = 200;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 100;

    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            // 0.3 is a multiple of 0.1 only so.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .locale(Locale.ENGLISH)
            .pathType(PathType.JSON_POINTER)
            .formatAssertionsEnabled(true)
            .losslessNarrowing(true)
            .preloadJsonSchema(true)
            .build();

    private final JsonNode document;
    private final JsonSchema schema;

    private PayloadSchema(JsonNode document, JsonSchema schema) {
        this.document = document;
        this.schema = schema;
    }

    /** @throws IllegalArgumentException naming the file, the place in it, what is wrong and what is allowed */
    static PayloadSchema load(Path file) {
        try {
            JsonNode document = JSON.readTree(Files.readAllBytes(file));
            if (!document.isObject() && !document.isBoolean()) {
                throw refused(file, "is no JSON Schema, allowed is an object of its keywords");
            }
            VersionFlag version = version(file, document);
            JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
                    version, builder -> builder.schemaLoaders(loaders -> loaders.add(new Beside(file))));
            checkKeywords(file, document, factory.getSchema(SchemaLocation.of(version.getId()), CONFIG));
            JsonSchema schema = factory.getSchema(SchemaLocation.of(file.toUri().toString()), document, CONFIG);
            schema.initializeValidators();
            return new PayloadSchema(document, schema);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String where = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
            throw new IllegalArgumentException(file + where + ": is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e, e);
        } catch (JsonSchemaException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static VersionFlag version(Path file, JsonNode document) {
        String named = document.path("$schema").asText();
        return named.isEmpty()
                ? VersionFlag.V202012
                : SpecVersionDetector.detectOptionalVersion(named)
                        .orElseThrow(() -> refused(
                                file,
                                "/$schema: '" + named + "' is not known, allowed are "
                                        + List.of(VersionFlag.values()).stream()
                                                .map(VersionFlag::getId)
                                                .toList()));
    }

    private static void checkKeywords(Path file, JsonNode document, JsonSchema ofSchemas) {
        List<SchemaFault> faults = faults(ofSchemas.validate(document));
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join(
                    System.lineSeparator(),
                    faults.stream()
                            .map(fault -> file + ": " + fault.pointer() + ": " + fault.message())
                            .toList()));
        }
    }

    private static IllegalArgumentException refused(Path file, String what) {
        return new IllegalArgumentException(file + ": " + what);
    }

    /** Finds what a schema refers to: the drafts, which are in a jar, and files beside it. */
    private static final class Beside implements SchemaLoader {
        private final Path file;

        private Beside(Path file) {
            this.file = file.toAbsolutePath().normalize();
        }

        @Override
        public @Nullable InputStreamSource getSchema(AbsoluteIri iri) {
            String reference = iri.toString();
            if (reference.startsWith("classpath:draft")) {
                return null; // the library's own way goes on
            }
            if (reference.startsWith("file:")) {
                Path other = Path.of(URI.create(reference)).normalize();
                if (file.resolveSibling(String.valueOf(other.getFileName())).equals(other)
                        && Files.isRegularFile(other)) {
                    return () -> Files.newInputStream(other);
                }
            }
            throw new JsonSchemaException("refers to " + reference + ", allowed are files beside it that are there");
        }
    }

    /** What is wrong with a payload, the first of it if there is much; empty when it fits. */
    List<SchemaFault> check(byte[] json) {
        return check(json, 0, json.length);
    }

    /** The same for a part of the bytes. */
    List<SchemaFault> check(byte[] json, int offset, int length) {
        try {
            JsonNode payload = JSON.readTree(json, offset, length);
            return payload.isMissingNode()
                    ? List.of(new SchemaFault("", "is empty"))
                    : faults(schema.validate(payload));
        } catch (JsonProcessingException e) {
            return List.of(new SchemaFault("", "is no JSON: " + e.getOriginalMessage()));
        } catch (IOException e) {
            return List.of(new SchemaFault("", "is no JSON: it ends too early"));
        }
    }

    private static List<SchemaFault> faults(Collection<ValidationMessage> messages) {
        return messages.stream().limit(MAX_FAULTS).map(PayloadSchema::fault).toList();
    }

    private static SchemaFault fault(ValidationMessage message) {
        String pointer = message.getInstanceLocation().toString();
        String prefix = pointer + ": ";
        String text = message.getMessage();
        String what = text.startsWith(prefix) ? text.substring(prefix.length()) : text;
        return new SchemaFault(pointer, what.length() > MAX_MESSAGE ? what.substring(0, MAX_MESSAGE) + "…" : what);
    }

    /** As its file has it. */
    JsonNode document() {
        return document;
    }
}
