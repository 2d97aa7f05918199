package io.fieldgate.message;

/** An endpoint whose producer keeps the position that a message's {@link Progress} tells, in one transaction with the message. */
public interface PositionSink {
    PositionStore positions();
}
