package io.fieldgate.http;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 whose {@code connectionTimeout} also bounds how long the whole head of a request may take. Tomcat's own begins
 * anew with each byte, so that who sends one every few seconds keeps a connection for hours. Tomcat makes it by its name.
 */
public final class HeadLimitProtocol extends Http11NioProtocol {
    @Override
    protected Processor createProcessor() {
        return new HeadLimitProcessor(this, getAdapter());
    }

    private static final class HeadLimitProcessor extends Http11Processor {
        private final HeadLimitProtocol protocol;
        /** The connection whose head is incomplete; one that has ended in between is another. */
        private @Nullable SocketWrapperBase<?> waiting;

        private long since;

        HeadLimitProcessor(HeadLimitProtocol protocol, Adapter adapter) {
            super(protocol, adapter);
            this.protocol = protocol;
        }

        /** Called whenever bytes have come that begin a request or go on with its head. */
        @Override
        public SocketState service(SocketWrapperBase<?> connection) throws IOException {
            long limit = TimeUnit.MILLISECONDS.toNanos(protocol.getConnectionTimeout());
            if (connection == waiting && limit > 0 && System.nanoTime() - since > limit) {
                waiting = null;
                return SocketState.CLOSED;
            }
            SocketState state = super.service(connection);
            if (state != SocketState.LONG || isAsync()) {
                waiting = null;
            } else if (connection != waiting) {
                waiting = connection;
                since = System.nanoTime();
            }
            return state;
        }
    }
}
