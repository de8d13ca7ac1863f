package claviger.mechanism;

import claviger.cryptoki.Parameters;
import java.util.Optional;

/** The plain digests, CKM_SHA256 and its relatives. */
record Digests(Hash hash) implements Algorithm {

    @Override public Computation.Digesting digest(Parameters parameters) {
        Param.none(parameters);
        return new Running(hash.length(), new Hashing(hash));
    }

    private record Running(int length, Hashing hashing) implements Computation.Digesting {
        @Override public boolean multiPart() {
            return true;
        }

        @Override public void update(byte[] part) {
            hashing.update(part);
        }

        @Override public byte[] digest() {
            return hashing.finish();
        }

        @Override public void keepState() {
            hashing.keepState();
        }

        @Override public Optional<byte[]> state() {
            return hashing.state();
        }

        @Override public void resume(byte[] state) {
            hashing.resume(state);
        }

        @Override public void close() {
            hashing.close();
        }
    }
}
