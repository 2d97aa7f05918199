package io.fieldgate.bridge.jms;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.qpid.jms.message.JmsInboundMessageDispatch;
import org.apache.qpid.jms.provider.AsyncResult;
import org.apache.qpid.jms.provider.NoOpAsyncResult;
import org.apache.qpid.jms.provider.Provider;
import org.apache.qpid.jms.provider.ProviderConstants.ACK_TYPE;
import org.apache.qpid.jms.provider.ProviderException;
import org.apache.qpid.jms.provider.ProviderWrapper;

/**
 * What a consumer has given and nobody has acknowledged. Qpid's client acknowledges one message, for which its own thread is waited for, or
 * all that it knows to be given, which it notes of each, also by that thread. Here it hears of a message no sooner than that is to be
 * acknowledged: so it acknowledges these at once, and no others.
 *
 * <p>Used by the thread that takes and acknowledges.
 */
final class AmqpDeliveries extends ProviderWrapper<Provider> {
    private final Deque<JmsInboundMessageDispatch> given = new ArrayDeque<>();

    AmqpDeliveries(Provider client) {
        super(client);
    }

    @Override
    public void acknowledge(JmsInboundMessageDispatch delivery, ACK_TYPE type, AsyncResult heard)
            throws ProviderException {
        if (type == ACK_TYPE.DELIVERED) {
            given.addLast(delivery);
            heard.onSuccess();
        } else {
            super.acknowledge(delivery, type, heard);
        }
    }

    /** Lets the client hear of so many more, the oldest first. */
    void tell(int count) throws ProviderException {
        for (int i = 0; i < count; i++) {
            super.acknowledge(given.removeFirst(), ACK_TYPE.DELIVERED, NoOpAsyncResult.INSTANCE);
        }
    }
}
