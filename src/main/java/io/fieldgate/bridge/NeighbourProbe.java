package io.fieldgate.bridge;

import io.fieldgate.message.Causes;
import io.fieldgate.message.Diagnosis;
import io.fieldgate.message.Failure;

/** A look at a neighbour: it connects, asks, and ends the connection, and takes no message. */
public final class NeighbourProbe {
    private NeighbourProbe() {}

    /** What is done there. */
    public interface Visit {
        /**
         * Connects, asks, and ends the connection.
         *
         * @return what has been found well, as the end of a sentence that begins with the address
         * @throws Failure that says what is not, and what helps
         */
        String findings() throws Exception;
    }

    /**
     * Looks.
     *
     * @param about the scheme
     * @param address without user and password
     * @param key of the configuration that names the address
     */
    public static Diagnosis look(String about, String address, String key, Visit visit) throws InterruptedException {
        try {
            return Diagnosis.well(about, address + " " + visit.findings());
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Exception failed) {
            Failure failure = Failure.in(failed);
            String cure = failure == null ? null : failure.cure();
            String why = String.valueOf(failure == null ? Causes.words(Causes.root(failed)) : failure.getMessage());
            return Diagnosis.ill(
                    about,
                    why.contains(address) ? why : address + ": " + why,
                    cure == null ? "Start it, or correct " + key + "." : cure);
        }
    }

    /** That it takes the gateway. */
    public static String takes(String username) {
        return "takes the gateway " + (username.isEmpty() ? "without a user" : "as " + username);
    }
}
