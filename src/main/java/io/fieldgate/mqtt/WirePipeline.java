package io.fieldgate.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.MessageToMessageCodec;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.ssl.SslHandler;
import java.net.URI;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** From bytes to MQTT packets and back: TLS and WebSocket where the URL asks for them, then Netty's codec. */
final class WirePipeline extends ChannelInitializer<SocketChannel> {
    private static final int LONGEST_CLIENT_ID = 65_535;
    private static final int HTTP_BYTES = 65_536;

    private final WireSettings settings;
    private final Wire wire;
    private final @Nullable SSLContext tls;

    /** Reads the certificates, if the URL asks for TLS; any exception says that they are unusable. */
    WirePipeline(WireSettings settings, Wire wire) {
        this.settings = settings;
        this.wire = wire;
        this.tls = settings.broker().tls() ? settings.tls().get() : null;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (tls != null) {
            pipeline.addLast(encryption(tls));
        }
        if (settings.broker().path() != null) {
            pipeline.addLast(new HttpClientCodec());
            pipeline.addLast(new HttpObjectAggregator(HTTP_BYTES));
            pipeline.addLast(new WebSocketClientProtocolHandler(webSocket()));
            pipeline.addLast(new WebSocketBytes());
        }
        // Lenient about UTF-8: a message that the broker took must not break the connection at each delivery.
        pipeline.addLast(new MqttDecoder(settings.maximumPacketSize(), LONGEST_CLIENT_ID, false));
        pipeline.addLast(MqttEncoder.INSTANCE);
        pipeline.addLast(wire);
    }

    private SslHandler encryption(SSLContext context) {
        BrokerUrl broker = settings.broker();
        SSLEngine engine = context.createSSLEngine(broker.host(), broker.port());
        engine.setUseClientMode(true);
        if (settings.verifyHostname()) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
        }
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(settings.timeout().toMillis());
        return handler;
    }

    private WebSocketClientProtocolConfig webSocket() {
        HttpHeaders headers = new DefaultHttpHeaders();
        settings.webSocketHeaders().forEach(headers::add);
        return WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(URI.create(settings.broker().toString()))
                .version(WebSocketVersion.V13)
                // The subprotocol of MQTT 5, 6: [MQTT-6.0.0-3].
                .subprotocol("mqtt")
                .customHeaders(headers)
                .handshakeTimeoutMillis(settings.timeout().toMillis())
                .build();
    }

    /** An MQTT packet may be spread over frames, and a frame may hold several (MQTT 5, 6). */
    static final class WebSocketBytes extends MessageToMessageCodec<WebSocketFrame, ByteBuf> {
        @Override
        protected void encode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
            out.add(new BinaryWebSocketFrame(bytes.retain()));
        }

        @Override
        protected void decode(ChannelHandlerContext context, WebSocketFrame frame, List<Object> out) {
            out.add(frame.content().retain());
        }
    }
}
