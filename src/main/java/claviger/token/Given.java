package claviger.token;

import static claviger.cryptoki.Ckr.CKR_SAVED_STATE_INVALID;

import claviger.cryptoki.Parameters;
import claviger.mechanism.Algorithm;
import claviger.mechanism.Computation.Verifying;
import claviger.mechanism.KeyMaterial;
import claviger.seal.Frame;
import java.util.Arrays;
import java.util.Optional;

/** A verification whose signature came first (C_VerifySignatureInit). For one operation and one thread. */
final class Given implements Verifying {
    private static final int ROOM = 1 << 13;

    private final Verifying verifying;
    private byte[] signature;

    Given(Verifying verifying, byte[] signature) {
        this.verifying = verifying;
        this.signature = signature.clone();
    }

    /** Where the signature comes with the state to resume from. */
    static Given awaited(Algorithm algorithm, KeyMaterial key, Parameters parameters) {
        return new Given(algorithm.verify(key, parameters), new byte[0]);
    }

    void verify() {
        verify(signature);
    }

    @Override public boolean multiPart() {
        return verifying.multiPart();
    }

    @Override public void update(byte[] part) {
        verifying.update(part);
    }

    @Override public void verify(byte[] expected) {
        verifying.verify(expected);
    }

    @Override public void keepState() {
        verifying.keepState();
    }

    @Override public Optional<byte[]> state() {
        return verifying.state().map(state -> {
            Frame.Writer both = new Frame.Writer(ROOM).bytes(signature).bytes(state);
            Arrays.fill(state, (byte) 0);
            byte[] frame = both.done();
            both.wipe();
            return frame;
        });
    }

    @Override public void resume(byte[] state) {
        Frame.Reader both = new Frame.Reader(state, CKR_SAVED_STATE_INVALID);
        signature = both.bytes();
        byte[] rest = both.bytes();
        both.end();
        verifying.resume(rest);
        Arrays.fill(rest, (byte) 0);
    }

    @Override public void close() {
        verifying.close();
        Arrays.fill(signature, (byte) 0);
    }

    @Override public String toString() {
        return "verification in progress";
    }
}
