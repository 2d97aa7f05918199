package io.fieldgate;

import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** How long tests wait for what is sure to come, unless they say so: long, since a machine may be slow and busy. */
public final class Patience implements BeforeAllCallback {
    private static final long SECONDS = 60;

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(SECONDS, TimeUnit.SECONDS);
    }
}
