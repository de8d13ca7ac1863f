package claviger.bench;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An operation is an init with the key and one-shot data through the JCA, the same calls on every engine. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class Operations {
    private static final int SMALL = 64;
    private static final int LARGE = 16 * 1024;

    @Param Engine engine;

    private Keys keys;
    private final byte[] small = new byte[SMALL];
    private final byte[] large = new byte[LARGE];
    private final byte[] iv = new byte[12];
    private long count;
    private Signature rsa;
    private Signature ecdsa;
    private byte[] signed;
    private Cipher gcm;
    private Mac hmac;

    @Setup public void open() throws Exception {
        keys = engine.open();
        rsa = Signature.getInstance("SHA256withRSA", keys.provider().apply("SHA256withRSA"));
        ecdsa = Signature.getInstance("SHA256withECDSA", keys.provider().apply("SHA256withECDSA"));
        gcm = Cipher.getInstance("AES/GCM/NoPadding", keys.provider().apply("AES/GCM/NoPadding"));
        hmac = Mac.getInstance("HmacSHA256", keys.provider().apply("HmacSHA256"));
        signed = p256Sign();
    }

    @Benchmark public byte[] rsa2048Sign() throws GeneralSecurityException {
        rsa.initSign(keys.rsa().getPrivate());
        rsa.update(small);
        return rsa.sign();
    }

    @Benchmark public byte[] p256Sign() throws GeneralSecurityException {
        ecdsa.initSign(keys.ec().getPrivate());
        ecdsa.update(small);
        return ecdsa.sign();
    }

    @Benchmark public boolean p256Verify() throws GeneralSecurityException {
        ecdsa.initVerify(keys.ec().getPublic());
        ecdsa.update(small);
        if (!ecdsa.verify(signed)) {
            throw new IllegalStateException("a right signature was refused");
        }
        return true;
    }

    @Benchmark public byte[] gcm16k() throws GeneralSecurityException {
        return encrypted(large);
    }

    @Benchmark public byte[] gcm64() throws GeneralSecurityException {
        return encrypted(small);
    }

    private byte[] encrypted(byte[] data) throws GeneralSecurityException {
        ByteBuffer.wrap(iv).putLong(Integer.BYTES, ++count);
        gcm.init(Cipher.ENCRYPT_MODE, keys.aes(), new GCMParameterSpec(128, iv));
        return gcm.doFinal(data);
    }

    @Benchmark public byte[] hmac64() throws GeneralSecurityException {
        hmac.init(keys.hmac());
        return hmac.doFinal(small);
    }
}
