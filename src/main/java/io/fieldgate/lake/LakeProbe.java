package io.fieldgate.lake;

import io.fieldgate.message.Diagnosis;
import io.fieldgate.message.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Looks whether the lake can be written: makes a small file below its root, and takes it away again. */
public final class LakeProbe {
    private static final String ABOUT = "lake";

    private final LakeProperties properties;

    public LakeProbe(LakeProperties properties) {
        this.properties = properties;
    }

    /**
     * Writes, if it can.
     *
     * @param table that a route writes
     */
    public Diagnosis look(String table) {
        try {
            LakeComponent.requireStorage(properties, table);
        } catch (IllegalArgumentException missing) {
            return Diagnosis.ill(ABOUT, String.valueOf(missing.getMessage()), null);
        }
        // From here on the libraries are there.
        return write();
    }

    private Diagnosis write() {
        String file = ".doctor-" + UUID.randomUUID();
        try (Storage storage = Storage.of(properties)) {
            try {
                boolean unused = storage.create(file, "fieldgate".getBytes(StandardCharsets.US_ASCII));
                storage.delete(file);
                return Diagnosis.well(ABOUT, storage + " can be written");
            } catch (IOException | RuntimeException refused) {
                Failure failure = LakeFailures.of(storage, refused);
                String cure = failure.cure();
                return Diagnosis.ill(
                        ABOUT,
                        String.valueOf(failure.getMessage()),
                        cure == null ? "Start it, make room, or correct fieldgate.lake.root." : cure);
            }
        } catch (IOException | RuntimeException unusable) {
            return Diagnosis.ill(
                    ABOUT,
                    "the root " + properties.root() + " cannot be used: " + unusable.getMessage(),
                    "Correct fieldgate.lake.root and fieldgate.lake.hadoop.");
        }
    }
}
