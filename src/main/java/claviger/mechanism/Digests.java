package claviger.mechanism;

import claviger.cryptoki.Parameters;
import java.security.MessageDigest;

/** The plain digests, CKM_SHA256 and its relatives. */
record Digests(Hash hash) implements Algorithm {

    @Override public Computation.Digesting digest(Parameters parameters) {
        Param.none(parameters);
        return new Running(hash.messageDigest());
    }

    private record Running(MessageDigest digesting) implements Computation.Digesting {
        @Override public boolean multiPart() {
            return true;
        }

        @Override public int length() {
            return digesting.getDigestLength();
        }

        @Override public void update(byte[] part) {
            digesting.update(part);
        }

        @Override public byte[] digest() {
            return digesting.digest();
        }

        @Override public void close() {
            digesting.reset();
        }
    }
}
