package claviger.bench;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** All threads with the same keys of one engine; each with an SPI of its own. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class Threads {
    private static final int DATA = 64;

    /** The engine and its keys. */
    @State(Scope.Benchmark)
    public static class Shared {
        @Param Engine engine;

        private Keys keys;

        @Setup public void open() throws Exception {
            keys = engine.open();
        }
    }

    /** What a thread has. */
    @State(Scope.Thread)
    public static class Own {
        private final byte[] data = new byte[DATA];
        private final byte[] iv = new byte[12];
        private Signature ecdsa;
        private Cipher gcm;

        @Setup public void open(Shared shared) throws GeneralSecurityException {
            ecdsa = Signature.getInstance("SHA256withECDSA", shared.keys.provider().apply("SHA256withECDSA"));
            gcm = Cipher.getInstance("AES/GCM/NoPadding", shared.keys.provider().apply("AES/GCM/NoPadding"));
        }
    }

    @Benchmark public byte[] p256Sign(Shared shared, Own own) throws GeneralSecurityException {
        own.ecdsa.initSign(shared.keys.ec().getPrivate());
        own.ecdsa.update(own.data);
        return own.ecdsa.sign();
    }

    @Benchmark public byte[] gcm64(Shared shared, Own own) throws GeneralSecurityException {
        ByteBuffer.wrap(own.iv).putLong(ThreadLocalRandom.current().nextLong());      // a key that dies with the run
        own.gcm.init(Cipher.ENCRYPT_MODE, shared.keys.aes(), new GCMParameterSpec(128, own.iv));
        return own.gcm.doFinal(own.data);
    }
}
