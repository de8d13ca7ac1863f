package claviger.provider;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import java.security.MessageDigestSpi;

/** A digest computed by the token; only for those who ask for it in the configuration. */
final class TokenDigest extends MessageDigestSpi {
    private final String name;
    private final Mechanism mechanism;
    private final int length;
    private final Lease lease;
    private final InputBuffer input = new InputBuffer();

    TokenDigest(Token token, String name, Ckm mechanism, int length) {
        this.name = name;
        this.mechanism = Mechanism.of(mechanism);
        this.length = length;
        this.lease = Lease.of(this, token);
    }

    @Override protected int engineGetDigestLength() {
        return length;
    }

    @Override protected void engineUpdate(byte one) {
        engineUpdate(new byte[] {one}, 0, 1);
    }

    @Override protected void engineUpdate(byte[] bytes, int offset, int count) {
        if (!input.overflowsWith(count)) {
            input.add(bytes, offset, count);
            return;
        }
        pass(input.takeWith(bytes, offset, count));
    }

    private void pass(byte[] part) {
        Refusal.atCall(name, () -> {
            if (!lease.runs()) {
                begin();
            }
            return lease.proceed((cryptoki, session) -> {
                cryptoki.digestUpdate(session, part);
                return null;
            });
        });
    }

    private void begin() {
        lease.begin(Running.DIGEST, (cryptoki, session) -> cryptoki.digestInit(session, mechanism));
    }

    @Override protected byte[] engineDigest() {
        byte[] rest = input.take();
        if (lease.runs()) {
            pass(rest);
            return Refusal.atCall(name, () -> lease.finish((cryptoki, session) -> cryptoki.digestFinal(session)));
        }
        return Refusal.atCall(name, () -> {
            begin();
            return lease.finish((cryptoki, session) -> cryptoki.digest(session, rest));
        });
    }

    @Override protected void engineReset() {
        lease.cancel();
        input.drop();
    }
}
