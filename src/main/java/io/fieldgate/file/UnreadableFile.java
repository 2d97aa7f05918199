package io.fieldgate.file;

/** A file that nobody will ever read as it is. The message is a sentence that names what is wrong and what is allowed. */
final class UnreadableFile extends Exception {
    private final String code;

    /** @param code a constant of few values in upper case */
    UnreadableFile(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
