package io.fieldgate.notify;

/** No answer to an HTTP request. The message is a sentence for an operator, without a secret. */
final class Unreached extends Exception {
    private final Why why;

    /** Which kind of help it takes. */
    enum Why {
        /** The configuration does not allow the address. */
        FORBIDDEN,
        /** Its certificate is not one that Java trusts for this host. */
        UNTRUSTED,
        /** No name server knows it. */
        UNKNOWN_HOST,
        /** Time may help. */
        UNREACHABLE
    }

    Unreached(Why why, String message, Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    Why why() {
        return why;
    }
}
