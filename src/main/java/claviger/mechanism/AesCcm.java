package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckr.CKR_AEAD_DECRYPT_FAILED;
import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_INVALID;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.Parameters;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.CCMBlockCipher;
import org.bouncycastle.crypto.modes.CCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * AES-CCM with the MAC after the ciphertext: Bouncy Castle's construction over the JDK's AES. The mode begins with the
 * length of all data, so that the parameter tells it beforehand and everything comes out at the end.
 */
final class AesCcm implements Algorithm {
    private static final byte[] NOTHING = new byte[0];
    private static final int MOST_MAC = 16;
    private static final int LEAST_WRAPPED_MAC = 12;

    @Override public Computation.Ciphering encrypt(KeyMaterial key, Parameters parameters) {
        return new Running(key, checked(parameters), true, CKR_ENCRYPTED_DATA_INVALID);
    }

    @Override public Computation.Ciphering decrypt(KeyMaterial key, Parameters parameters) {
        return new Running(key, checked(parameters), false, CKR_ENCRYPTED_DATA_INVALID);
    }

    @Override public Computation.Ciphering messageDecrypt(KeyMaterial key, Parameters parameters) {
        return new Running(key, checked(parameters), false, CKR_AEAD_DECRYPT_FAILED);
    }

    @Override public byte[] wrap(KeyMaterial wrappingKey, Parameters parameters, byte[] plain) {
        return whole(new Running(wrappingKey, wrapping(parameters, plain.length), true, CKR_WRAPPED_KEY_INVALID), plain);
    }

    @Override public long wrappedLength(KeyMaterial wrappingKey, int plain) {
        return plain + (long) MOST_MAC;
    }

    @Override public byte[] unwrap(KeyMaterial unwrappingKey, Parameters parameters, byte[] wrapped) {
        int mac = Param.of(Parameters.Ccm.class, parameters).macLength();
        if (wrapped.length <= mac) {
            throw CKR_WRAPPED_KEY_LEN_RANGE.because("%d bytes hold no key and MAC", wrapped.length);
        }
        return whole(new Running(unwrappingKey, wrapping(parameters, wrapped.length - mac), false, CKR_WRAPPED_KEY_INVALID),
            wrapped);
    }

    private static byte[] whole(Running running, byte[] data) {
        try (running) {
            return running.last(data);
        }
    }

    /** The length in the parameter is ignored, since the caller need not know it (6.13.6); a blob has no short MAC. */
    private static Parameters.Ccm wrapping(Parameters parameters, int dataLength) {
        Parameters.Ccm given = Param.of(Parameters.Ccm.class, parameters);
        Param.require(given.macLength() >= LEAST_WRAPPED_MAC, "a MAC of 12, 14 or 16 bytes for a key");
        return checked(new Parameters.Ccm(dataLength, given.nonce(), given.aad(), given.macLength()));
    }

    private static Parameters.Ccm checked(Parameters parameters) {
        Parameters.Ccm ccm = Param.of(Parameters.Ccm.class, parameters);
        int nonce = ccm.nonce().length;
        Param.require(nonce >= 7 && nonce <= 13, "a nonce of 7 to 13 bytes");
        Param.require(ccm.macLength() >= 4 && ccm.macLength() <= MOST_MAC && ccm.macLength() % 2 == 0,
            "a MAC of 4, 6, 8, 10, 12, 14 or 16 bytes");
        long most = 1L << Math.min(31, 8 * (15 - nonce));
        Param.require(ccm.dataLength() >= 0 && ccm.dataLength() < most, "a length that the nonce leaves room for");
        return ccm;
    }

    private static final class Running implements Computation.Ciphering {
        private final Parameters.Ccm ccm;
        private final boolean encrypting;
        private final Ckr wrongMac;
        private final CCMModeCipher cipher = CCMBlockCipher.newInstance(new AesBlock());
        private final Message message = Message.kept();

        /** @param wrongMac the code for a MAC that does not fit (O9) */
        private Running(KeyMaterial key, Parameters.Ccm ccm, boolean encrypting, Ckr wrongMac) {
            this.ccm = ccm;
            this.encrypting = encrypting;
            this.wrongMac = wrongMac;
            cipher.init(encrypting, new AEADParameters(
                new KeyParameter(key.get(CKA_VALUE)), 8 * ccm.macLength(), ccm.nonce(), ccm.aad()));
        }

        @Override public boolean multiPart() {
            return true;
        }

        @Override public long updateLength(int input) {
            return 0;
        }

        @Override public byte[] update(byte[] part) {
            message.update(part);
            return NOTHING;
        }

        @Override public long lastLength(int input) {
            return ccm.dataLength() + (encrypting ? ccm.macLength() : 0);
        }

        @Override public byte[] last(byte[] part) {
            message.update(part);
            byte[] data = message.finish();
            long expected = ccm.dataLength() + (encrypting ? 0 : ccm.macLength());
            if (data.length != expected) {
                throw (encrypting ? CKR_DATA_LEN_RANGE : CKR_ENCRYPTED_DATA_LEN_RANGE)
                    .because("%d bytes where the parameter says %d", data.length, expected);
            }
            byte[] out = new byte[(int) lastLength(0)];
            try {
                cipher.processBytes(data, 0, data.length, out, 0);
                cipher.doFinal(out, 0);
                return out;
            } catch (InvalidCipherTextException e) {
                throw wrongMac.because(e, "the MAC does not fit");
            }
        }

        @Override public void close() {
            message.close();
            cipher.reset();
        }
    }
}
