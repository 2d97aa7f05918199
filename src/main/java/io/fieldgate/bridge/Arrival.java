package io.fieldgate.bridge;

import io.fieldgate.lane.Passage;
import io.fieldgate.message.Failure;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.util.CaseInsensitiveMap;
import org.jspecify.annotations.Nullable;

/** A message that a neighbour has brought. */
public final class Arrival extends Passage {
    private final byte[] body;
    private final Object place;
    private final Object token;
    private final @Nullable Failure problem;
    private Map<String, Object> headers;
    private @Nullable List<Arrival> settled;

    /**
     * One that may enter the route.
     *
     * @param headers none but those that the neighbour's documentation names, whatever the sender has set
     * @param place that it came from, whose text is for an operator
     * @param token by which {@link Inlet#acknowledge} knows it
     */
    public Arrival(byte[] body, Map<String, Object> headers, Object place, Object token) {
        this(body, headers, place, token, null);
    }

    /** @param problem why it can never succeed: it goes to the dead letters, past the route; null for a good one */
    public Arrival(byte[] body, Map<String, Object> headers, Object place, Object token, @Nullable Failure problem) {
        super(System.currentTimeMillis());
        this.body = body;
        this.place = place;
        this.token = token;
        this.problem = problem;
        this.headers = headers;
    }

    /** It has been read on this way. */
    void comes(String transport, List<Arrival> released) {
        headers = ArrivalHeaders.of(headers, at(), transport);
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
        Map<String, Object> own = new CaseInsensitiveMap();
        headers.forEach(own::put);
        return own;
    }

    @Override
    protected byte[] raw() {
        return body;
    }

    @Override
    protected String place() {
        return place.toString();
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
