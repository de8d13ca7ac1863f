package claviger.conformance;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The classic kinds of operation (O), each with its four functions and data that fits: two blocks of zeros, under AES
 * in CBC mode, HMAC or SHA-256. What has to come out is computed by the JDK.
 */
enum Operation {
    ENCRYPT(Templates.CBC) {
        @Override void init(Cryptoki a, SessionHandle session, Mechanism mechanism, ObjectHandle key) {
            a.encryptInit(session, mechanism, key);
        }

        @Override byte[] single(Cryptoki a, SessionHandle session, byte[] data) {
            return a.encrypt(session, data);
        }

        @Override byte[] update(Cryptoki a, SessionHandle session, byte[] part) {
            return a.encryptUpdate(session, part);
        }

        @Override byte[] last(Cryptoki a, SessionHandle session) {
            return a.encryptFinal(session);
        }
    },

    DECRYPT(Templates.CBC) {
        @Override void init(Cryptoki a, SessionHandle session, Mechanism mechanism, ObjectHandle key) {
            a.decryptInit(session, mechanism, key);
        }

        @Override byte[] single(Cryptoki a, SessionHandle session, byte[] data) {
            return a.decrypt(session, data);
        }

        @Override byte[] update(Cryptoki a, SessionHandle session, byte[] part) {
            return a.decryptUpdate(session, part);
        }

        @Override byte[] last(Cryptoki a, SessionHandle session) {
            return a.decryptFinal(session);
        }
    },

    DIGEST(Templates.SHA_256) {
        @Override void init(Cryptoki a, SessionHandle session, Mechanism mechanism, ObjectHandle key) {
            a.digestInit(session, mechanism);
        }

        @Override byte[] single(Cryptoki a, SessionHandle session, byte[] data) {
            return a.digest(session, data);
        }

        @Override byte[] update(Cryptoki a, SessionHandle session, byte[] part) {
            a.digestUpdate(session, part);
            return NOTHING;
        }

        @Override byte[] last(Cryptoki a, SessionHandle session) {
            return a.digestFinal(session);
        }
    },

    SIGN(Templates.HMAC) {
        @Override void init(Cryptoki a, SessionHandle session, Mechanism mechanism, ObjectHandle key) {
            a.signInit(session, mechanism, key);
        }

        @Override byte[] single(Cryptoki a, SessionHandle session, byte[] data) {
            return a.sign(session, data);
        }

        @Override byte[] update(Cryptoki a, SessionHandle session, byte[] part) {
            a.signUpdate(session, part);
            return NOTHING;
        }

        @Override byte[] last(Cryptoki a, SessionHandle session) {
            return a.signFinal(session);
        }
    },

    VERIFY(Templates.HMAC) {
        @Override void init(Cryptoki a, SessionHandle session, Mechanism mechanism, ObjectHandle key) {
            a.verifyInit(session, mechanism, key);
        }

        @Override byte[] single(Cryptoki a, SessionHandle session, byte[] data) {
            a.verify(session, data, SIGN.expected());
            return NOTHING;
        }

        @Override byte[] update(Cryptoki a, SessionHandle session, byte[] part) {
            a.verifyUpdate(session, part);
            return NOTHING;
        }

        @Override byte[] last(Cryptoki a, SessionHandle session) {
            a.verifyFinal(session, SIGN.expected());
            return NOTHING;
        }
    };

    static final byte[] DATA = new byte[32];
    private static final byte[] NOTHING = new byte[0];

    private final Mechanism mechanism;

    Operation(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    abstract void init(Cryptoki a, SessionHandle session, Mechanism mechanism, ObjectHandle key);

    abstract byte[] single(Cryptoki a, SessionHandle session, byte[] data);

    abstract byte[] update(Cryptoki a, SessionHandle session, byte[] part);

    abstract byte[] last(Cryptoki a, SessionHandle session);

    /** Starts the operation with a key that fits. */
    void begin(Cryptoki a, SessionHandle session) {
        init(a, session, mechanism, key(a, session));
    }

    /** A new key that fits, or a handle that is none where no key is needed. */
    ObjectHandle key(Cryptoki a, SessionHandle session) {
        return switch (this) {
            case ENCRYPT, DECRYPT -> a.createObject(session, Templates.aes(Templates.AES_128));
            case SIGN, VERIFY -> a.createObject(session, Templates.hmacKey(Templates.AES_256));
            case DIGEST -> new ObjectHandle(0);
        };
    }

    /** What comes out for {@link #DATA}. */
    byte[] expected() {
        try {
            return switch (this) {
                case ENCRYPT -> cipher(Cipher.ENCRYPT_MODE);
                case DECRYPT -> cipher(Cipher.DECRYPT_MODE);
                case DIGEST -> MessageDigest.getInstance("SHA-256").digest(DATA);
                case SIGN -> {
                    Mac mac = Mac.getInstance("HmacSHA256");
                    mac.init(new SecretKeySpec(Templates.AES_256, "HmacSHA256"));
                    yield mac.doFinal(DATA);
                }
                case VERIFY -> NOTHING;
            };
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] cipher(int mode) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
        cipher.init(mode, new SecretKeySpec(Templates.AES_128, "AES"), new IvParameterSpec(Templates.IV));
        return cipher.doFinal(DATA);
    }
}
