package io.fieldgate.message;

import org.jspecify.annotations.Nullable;

/** Whether the gateway takes anything at the moment. Sources and sinks look it up in Camel's registry by this type. */
public interface InputGate {
    /** Always open. */
    InputGate OPEN = () -> null;

    /** Why nothing is taken, a failure that time or an operator heals; null while the gate is open. Any thread, at once. */
    @Nullable
    Failure closed();
}
