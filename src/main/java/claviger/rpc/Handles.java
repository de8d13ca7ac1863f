package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_GENERAL_ERROR;
import static claviger.cryptoki.Ckr.CKR_OBJECT_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SESSION_HANDLE_INVALID;

import claviger.cryptoki.Flag;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectChange;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.Template;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From the values of the seam to those of the wire, for one connection of a client. A server that was started again may
 * give a handle a second time, and a client must not take the new object for the old one (H4): the handles that it gives out
 * carry the number of their connection in the upper bits, the first one's carry 0.
 *
 * @param connection how many connections there were before
 */
record Handles(int connection) {
    private static final int SHIFT = 48;
    private static final long MOST_CONNECTIONS = 1 << 15;

    /** Those of the next connection. */
    Handles next() {
        return new Handles((int) ((connection + 1) % MOST_CONNECTIONS));
    }

    SessionHandle session(Object wire) {
        return new SessionHandle(marked((Long) wire));
    }

    ObjectHandle object(Object wire) {
        long number = (Long) wire;
        return number == 0 ? ObjectHandle.NONE : new ObjectHandle(marked(number));
    }

    /** A number that counts within this connection, as one that no other connection has. */
    long marked(long wire) {
        if (connection != 0 && wire >>> SHIFT != 0) {
            throw CKR_GENERAL_ERROR.because("the server's handles are too large for a second connection");
        }
        return wire ^ (long) connection << SHIFT;
    }

    private long wire(SessionHandle session) {
        if (session == null || isOfAnother(session.value())) {
            throw CKR_SESSION_HANDLE_INVALID.because("%s is of a connection that has ended", session);
        }
        return session.value() ^ (long) connection << SHIFT;
    }

    private long wire(ObjectHandle object) {
        if (object == null || object.value() == 0) {
            return 0;
        }
        if (isOfAnother(object.value())) {
            throw CKR_OBJECT_HANDLE_INVALID.because("%s is of a connection that has ended", object);
        }
        return object.value() ^ (long) connection << SHIFT;
    }

    private boolean isOfAnother(long value) {
        return connection != 0 && value >>> SHIFT != connection;
    }

    /** The value of a part. @param value of the seam, or one that is the wire's already */
    Object wire(Part part, Object value) {
        if (value instanceof SessionHandle session) {
            return wire(session);
        } else if (value instanceof SlotId slot) {
            return slot.value();
        } else if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        } else if (value instanceof Set<?> flags) {
            return word(flags);
        }
        return switch (part) {
            case ULONG -> value instanceof Long ? value : wire((ObjectHandle) value);
            case BYTES -> octets(value);
            case ATTRIBUTES -> Attributes.wire(given((Template) value));
            case ANY_MECHANISM -> wire((Mechanism) value);
            case CHANGES -> ((List<?>) value).stream().map(ObjectChange.class::cast).map(this::wire).toList();
            case MESSAGE_PARAMETERS -> present(value, "the parameter of a message");
            default -> value;
        };
    }

    private static long word(Collection<?> flags) {
        return Flag.word(flags.stream().map(Flag.class::cast).toList());
    }

    /** Bytes that may be missing, as a PIN may. */
    static Octets orNull(byte[] bytes) {
        return bytes == null ? new Octets.Null() : new Octets.Data(bytes);
    }

    private static Octets octets(Object value) {
        return value == null ? Octets.Length.OF_NOTHING : value instanceof Octets octets ? octets : new Octets.Data((byte[]) value);
    }

    private static Template given(Template template) {
        return (Template) present(template, "a template");
    }

    private static Object present(Object value, String what) {
        if (value == null) {
            throw CKR_ARGUMENTS_BAD.because("%s is null", what);
        }
        return value;
    }

    private Mechanism wire(Mechanism mechanism) {
        if (mechanism == null || !(mechanism.parameters() instanceof Parameters.WithKey with)) {
            return mechanism;
        }
        Optional<ObjectHandle> key = with.key().map(handle -> new ObjectHandle(wire(handle)));
        return new Mechanism(mechanism.type(), with instanceof Parameters.Hkdf hkdf
            ? new Parameters.Hkdf(hkdf.extract(), hkdf.expand(), hkdf.hash(), hkdf.salt(), key, hkdf.info())
            : new Parameters.OtherKey(key));
    }

    private ObjectChange wire(ObjectChange change) {
        if (change instanceof ObjectChange.Copy copy) {
            return new ObjectChange.Copy(new ObjectHandle(wire(copy.object())), copy.template());
        } else if (change instanceof ObjectChange.Set set) {
            return new ObjectChange.Set(new ObjectHandle(wire(set.object())), set.template());
        } else if (change instanceof ObjectChange.Destroy destroy) {
            return new ObjectChange.Destroy(new ObjectHandle(wire(destroy.object())));
        }
        return change;
    }
}
