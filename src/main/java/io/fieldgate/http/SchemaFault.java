package io.fieldgate.http;

/**
 * Where and how a payload departs from its schema.
 *
 * @param pointer JSON pointer (RFC 6901) into the payload; empty = the whole
 * @param message what is wrong there
 */
record SchemaFault(String pointer, String message) {}
