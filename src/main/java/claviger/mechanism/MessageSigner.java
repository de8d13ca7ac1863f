package claviger.mechanism;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** A signature over a {@link Message}. */
record MessageSigner(Message message, int length, UnaryOperator<byte[]> arithmetic) implements Computation.Signing {

    @Override public boolean multiPart() {
        return message.multiPart();
    }

    @Override public void update(byte[] part) {
        message.update(part);
    }

    @Override public byte[] sign() {
        return arithmetic.apply(message.finish());
    }

    @Override public void keepState() {
        message.keepState();
    }

    @Override public Optional<byte[]> state() {
        return message.state();
    }

    @Override public void resume(byte[] state) {
        message.resume(state);
    }

    @Override public void close() {
        message.close();
    }

    @Override public String toString() {
        return "signature in progress";
    }
}
