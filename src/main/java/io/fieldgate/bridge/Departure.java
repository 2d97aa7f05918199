package io.fieldgate.bridge;

import io.fieldgate.message.Failure;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A message on its way to a neighbour; told exactly once what became of it. Used by one thread after the other. */
public final class Departure {
    private final String destination;
    private final byte[] body;
    private final Map<String, Object> headers;
    private final Consumer<@Nullable Failure> done;
    private boolean over;

    /**
     * @param destination as the neighbour names it
     * @param headers as the route leaves them; the neighbour chooses which of them cross
     * @param done told null when it has arrived
     */
    Departure(String destination, byte[] body, Map<String, Object> headers, Consumer<@Nullable Failure> done) {
        this.destination = destination;
        this.body = body;
        this.headers = headers;
        this.done = done;
    }

    /** Where it goes: the endpoint's name with its {@code {headers}} filled in. */
    public String destination() {
        return destination;
    }

    public byte[] body() {
        return body;
    }

    /** Not to be changed. */
    public Map<String, Object> headers() {
        return headers;
    }

    /** The neighbour does not take it, whatever happens to the others. */
    public void refuse(Failure why) {
        end(why);
    }

    /** The neighbour has it, unless it has refused it. Needs to be said only where others have not arrived. */
    public void arrived() {
        end(null);
    }

    private void end(@Nullable Failure why) {
        if (!over) {
            over = true;
            done.accept(why);
        }
    }

    /** Whether it has arrived or was refused. */
    public boolean isOver() {
        return over;
    }
}
