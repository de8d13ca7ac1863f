package claviger.consumers;

import static org.junit.jupiter.api.Assertions.assertThrows;

import claviger.interop.OpenSsl;
import claviger.interop.TlsKey;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Netty's TLS by the JDK's engine, with the key managers of the token's key store. */
class NettyTest {
    @TempDir
    private Path folder;

    /** Answers whatever comes first, and closes. */
    private static final class Answer extends SimpleChannelInboundHandler<ByteBuf> {
        @Override protected void channelRead0(ChannelHandlerContext context, ByteBuf ignored) {
            context.writeAndFlush(Unpooled.copiedBuffer(Https.BODY + "\n", StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void serves(TlsKey key) throws Exception {
        OpenSsl.required();
        TokenInUse.whileOnly(key, () -> serveAndAsk(key));
    }

    private void serveAndAsk(TlsKey key) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
        managers.init(TokenInUse.keys(), null);
        SslContext ssl = SslContextBuilder.forServer(managers).sslProvider(SslProvider.JDK).build();
        MultiThreadIoEventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            Channel server = new ServerBootstrap().group(threads).channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(ssl.newHandler(channel.alloc()), new Answer());
                    }
                }).bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
            Https.assertServes(folder, ((InetSocketAddress) server.localAddress()).getPort(), key);
        } finally {
            threads.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        }
    }

    /** It puts a bare key into a PKCS#12 store of its own, where a key without an encoding cannot be. */
    @Test void cannotTakeABareKey() throws Exception {
        PrivateKey key = TokenInUse.privateKey(TlsKey.RSA);
        X509Certificate certificate = TokenInUse.certificate(TlsKey.RSA);
        assertThrows(Exception.class,
            () -> SslContextBuilder.forServer(key, certificate).sslProvider(SslProvider.JDK).build());
    }
}
