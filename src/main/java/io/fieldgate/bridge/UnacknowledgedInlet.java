package io.fieldgate.bridge;

import java.util.List;

/** From a neighbour that knows of no acknowledgement: what has come is gone there, so it is kept here until it is stored. */
public abstract class UnacknowledgedInlet implements Inlet {
    @Override
    public final void acknowledge(List<Arrival> settled) {
        // There is nobody to tell.
    }

    @Override
    public final boolean bringsAgain() {
        return false;
    }
}
