package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;

import claviger.cryptoki.Parameters;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A Cipher for AES-GCM with a key in it, which goes back to its key after use: making one, and the schedule of its key,
 * cost several times what a short message costs. For one thread at a time.
 */
final class KeptCipher implements Erasable {
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    /** The length that everybody uses. Those with another IV are not kept: a native context may remember the length. */
    private static final int IV_TO_KEEP = 12;

    /** Whose Cipher it is and for what: a context of one engine and direction is not used for another. */
    enum Kind {
        CORRETTO_ENCRYPTS(Engine.CORRETTO, Cipher.ENCRYPT_MODE),
        CORRETTO_DECRYPTS(Engine.CORRETTO, Cipher.DECRYPT_MODE),
        JDK_ENCRYPTS(Engine.JDK, Cipher.ENCRYPT_MODE),
        JDK_DECRYPTS(Engine.JDK, Cipher.DECRYPT_MODE);

        private final Engine engine;
        private final int mode;

        Kind(Engine engine, int mode) {
            this.engine = engine;
            this.mode = mode;
        }

        static Kind of(Engine engine, int mode) {
            boolean encrypts = mode == Cipher.ENCRYPT_MODE;
            return engine == Engine.CORRETTO ? encrypts ? CORRETTO_ENCRYPTS : CORRETTO_DECRYPTS
                : encrypts ? JDK_ENCRYPTS : JDK_DECRYPTS;
        }
    }

    private final Kind kind;
    private final Spares spares;
    private final Cipher cipher;
    private final LentKey key;
    private byte[] iv = new byte[0];

    private KeptCipher(KeyMaterial material, Kind kind, Spares spares) {
        this.kind = kind;
        this.spares = spares;
        Provider provider = kind.engine == Engine.CORRETTO ? Corretto.provider() : Jdk.SUN_JCE;
        cipher = Jdk.compute(() -> Cipher.getInstance(TRANSFORMATION, provider));
        key = new LentKey(material.get(CKA_VALUE).clone(), kind.engine == Engine.JDK);
    }

    /** One that has the key and the parameters, the associated data too. */
    static KeptCipher started(KeyMaterial material, int mode, Parameters.Gcm gcm) {
        Kind kind = Kind.of(Arithmetic.AES_GCM.engine(), mode);
        Spares spares = material.spares(kind);
        KeptCipher kept = gcm.iv().length == IV_TO_KEEP ? (KeptCipher) spares.take() : null;
        if (kept == null || mode == Cipher.ENCRYPT_MODE && Arrays.equals(kept.iv, gcm.iv())) {
            // no engine encrypts twice with the same IV in one object; whether a caller may is not for it to say
            kept = new KeptCipher(material, kind, spares);
        }
        kept.start(gcm);
        return kept;
    }

    private void start(Parameters.Gcm gcm) {
        iv = gcm.iv();
        init(key, iv, gcm.tagBits());
        if (gcm.aad().length > 0) {
            cipher.updateAAD(gcm.aad());
        }
    }

    private void init(SecretKey with, byte[] nonce, int tagBits) {
        Jdk.compute(() -> {
            cipher.init(kind.mode, with, new GCMParameterSpec(tagBits, nonce), Jdk.random());
            return cipher;
        });
    }

    Cipher cipher() {
        return cipher;
    }

    /** Of how many bytes at once the ciphertext comes out before the end. */
    int unit() {
        return kind.engine == Engine.CORRETTO ? 1 : AesBlock.LENGTH;
    }

    /** For the next operation; after a success only. */
    void giveBack() {
        if (iv.length == IV_TO_KEEP) {
            spares.put(this);
        }
    }

    /** Another key takes the place of this one, and one block of it the place of what is left in the context. */
    @Override public void erase() {
        byte[] nonce = new byte[IV_TO_KEEP];
        nonce[0] = (byte) ~iv[0];
        init(new LentKey(new byte[key.value.length], true), nonce, 8 * AesBlock.LENGTH);
        Arrays.fill(key.value, (byte) 0);
        if (kind.mode == Cipher.ENCRYPT_MODE) {
            Jdk.compute(() -> cipher.doFinal(nonce));
        }
    }

    /**
     * The key as the engines take it. The JDK wipes what it is given and gets copies; Corretto's keeps what it is given,
     * so it gets what {@link #erase} overwrites.
     */
    private record LentKey(byte[] value, boolean copied) implements SecretKey {
        private static final long serialVersionUID = 1;

        @Override public String getAlgorithm() {
            return "AES";
        }

        @Override public String getFormat() {
            return "RAW";
        }

        @Override public byte[] getEncoded() {
            return copied ? value.clone() : value;
        }

        @Override public boolean equals(Object other) {
            return this == other;
        }

        @Override public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override public String toString() {
            return "AES key";
        }
    }
}
