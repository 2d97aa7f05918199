package io.fieldgate.bridge;

import io.fieldgate.lane.Passage;
import io.fieldgate.message.Failure;
import io.fieldgate.message.RecordHeaders;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.util.CaseInsensitiveMap;
import org.jspecify.annotations.Nullable;

/** A message that a neighbour has brought. */
public final class Arrival extends Passage {
    private final byte[] body;
    private final String place;
    private final Object token;
    private final @Nullable Failure problem;
    private final CaseInsensitiveMap headers;
    private @Nullable List<Arrival> settled;

    /**
     * One that may enter the route.
     *
     * @param headers none but those that the neighbour's documentation names, whatever the sender has set
     * @param place that it came from, for an operator
     * @param token by which {@link Inlet#acknowledge} knows it
     */
    public Arrival(byte[] body, Map<String, Object> headers, String place, Object token) {
        this(body, headers, place, token, null);
    }

    /** @param problem why it can never succeed: it goes to the dead letters, past the route; null for a good one */
    public Arrival(byte[] body, Map<String, Object> headers, String place, Object token, @Nullable Failure problem) {
        super(System.currentTimeMillis());
        this.body = body;
        this.place = place;
        this.token = token;
        this.problem = problem;
        this.headers = new CaseInsensitiveMap(headers);
        this.headers.put(RecordHeaders.RECEIVED_AT, at());
    }

    /** It has been read on this way. */
    void comes(String transport, List<Arrival> released) {
        headers.put(RecordHeaders.SOURCE, transport);
        settled = released;
    }

    /** By which its neighbour knows it. */
    public Object token() {
        return token;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public Map<String, Object> headers() {
        return headers;
    }

    @Override
    public Map<String, Object> ownHeaders() {
        return new CaseInsensitiveMap(headers);
    }

    @Override
    protected byte[] raw() {
        return body;
    }

    @Override
    protected String place() {
        return place;
    }

    @Override
    protected @Nullable Failure problem() {
        return problem;
    }

    @Override
    protected void settle() {
        Objects.requireNonNull(settled).add(this);
    }
}
