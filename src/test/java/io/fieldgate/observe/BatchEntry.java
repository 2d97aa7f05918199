package io.fieldgate.observe;

import io.fieldgate.message.Batch;
import java.util.Map;

/** One of a batch of which nobody asks what becomes of it. */
record BatchEntry(Map<String, Object> headers) implements Batch.Entry {
    @Override
    public Map<String, Object> ownHeaders() {
        return headers;
    }

    @Override
    public byte[] body() {
        return new byte[0];
    }

    @Override
    public void stored() {}

    @Override
    public void failed(Throwable cause) {}
}
