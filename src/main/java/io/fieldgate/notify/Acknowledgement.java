package io.fieldgate.notify;

import java.time.Instant;

/**
 * Somebody looks after an alert: it is not repeated any more. Its end is told, and so is another severity.
 *
 * @param episode the occurrence of the alert; another one is not acknowledged
 */
public record Acknowledgement(String fingerprint, String episode, String author, String comment, Instant at) {}
