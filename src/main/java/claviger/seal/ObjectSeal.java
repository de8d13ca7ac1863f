package claviger.seal;

import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;

import claviger.cryptoki.Attribute;
import claviger.cryptoki.Cka;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Template;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The attributes of one row of one token object, to bytes and back (D18, D19): each attribute plain, or sealed under
 * the object's own key and bound to token, object, attribute and row revision; and a MAC over the row as a whole, so
 * that no attribute can be dropped, added or moved.
 *
 * @param serial      the token
 * @param uniqueId    CKA_UNIQUE_ID
 * @param rowRevision of the row that is written or read
 */
public record ObjectSeal(String serial, String uniqueId, long rowRevision) {
    private static final int FORMAT = 1;
    private static final long NO_EPOCH = 0;
    private static final int PLAIN = 0;
    private static final int SEALED = 1;

    /**
     * The byte form of all attributes.
     *
     * @param sealed which attributes are to be sealed
     * @param master null if none is to be sealed
     */
    public byte[] seal(Template attributes, Predicate<Cka<?>> sealed, MasterKey master) {
        Gcm gcm = master == null ? null : new Gcm(master.object(uniqueId));
        byte[] place = place();
        Frame.Writer out = new Frame.Writer().small(FORMAT).number(master == null ? NO_EPOCH : master.epoch());
        for (Attribute attribute : attributes.encoded()) {
            boolean seal = sealed.test(Cka.of(attribute.type()));
            if (seal && gcm == null) {
                throw new IllegalStateException("an attribute to seal and no master key");
            }
            byte[] value = attribute.value();
            out.number(attribute.type()).small(seal ? SEALED : PLAIN)
                .bytes(seal ? gcm.seal(aad(place, attribute.type(), master.epoch()), value) : value);
            if (seal) {
                Arrays.fill(value, (byte) 0);      // a copy, which encoded() has made
            }
        }
        return out.done();
    }

    /**
     * Those attributes that pass.
     *
     * @param wanted which attributes; the others are not opened
     * @param master null if nobody is logged in; then sealed attributes are left out
     * @throws claviger.cryptoki.CkrException CKR_DEVICE_ERROR if the bytes are not what was sealed for this row
     */
    public Template open(byte[] bytes, Predicate<Cka<?>> wanted, MasterKey master) {
        Gcm gcm = null;
        byte[] place = place();
        Frame.Reader in = new Frame.Reader(bytes);
        if (in.small() != FORMAT) {
            throw CKR_DEVICE_ERROR.because("object %s: a row of a format that this version does not know", uniqueId);
        }
        long epoch = in.number();
        List<Attribute> attributes = new ArrayList<>();
        List<byte[]> opened = new ArrayList<>();
        while (in.more()) {
            long type = in.number();
            int form = in.small();
            byte[] value = in.bytes();
            if (form != PLAIN && form != SEALED) {
                throw CKR_DEVICE_ERROR.because("object %s: an attribute in no form that we know", uniqueId);
            }
            if (!wanted.test(Cka.of(type)) || form == SEALED && master == null) {
                continue;
            }
            if (form == SEALED) {
                if (epoch != master.epoch()) {
                    throw CKR_DEVICE_ERROR.because("object %s: sealed under master key %d, not %d",
                        uniqueId, epoch, master.epoch());
                }
                gcm = gcm == null ? new Gcm(master.object(uniqueId)) : gcm;
                value = gcm.open(aad(place, type, master.epoch()), value);
                opened.add(value);
            }
            attributes.add(new Attribute(type, value));
        }
        Template template = decoded(attributes);
        opened.forEach(value -> Arrays.fill(value, (byte) 0));      // the template has copies
        return template;
    }

    /** A row without a MAC, or read before a login, may hold what no template of ours holds. */
    private Template decoded(List<Attribute> attributes) {
        try {
            return Template.decoded(attributes);
        } catch (CkrException e) {
            throw CKR_DEVICE_ERROR.because(e, "object %s: attributes that nobody of us wrote", uniqueId);
        }
    }

    /** The names of all attributes of a row, sealed ones too. */
    public Set<Cka<?>> attributes(byte[] bytes) {
        Set<Cka<?>> names = new HashSet<>();
        Frame.Reader in = new Frame.Reader(bytes);
        in.small();
        in.number();
        while (in.more()) {
            names.add(Cka.of(in.number()));
            in.small();
            in.skip();
        }
        return names;
    }

    /** Whether the attributes were written after a login, or any is sealed: then their row has a MAC. */
    public boolean isAuthored(byte[] bytes) {
        Frame.Reader in = new Frame.Reader(bytes);
        in.small();
        boolean authored = in.number() != NO_EPOCH;
        while (in.more()) {
            in.number();
            authored |= in.small() != PLAIN;
            in.skip();
        }
        return authored;
    }

    /** The MAC over a row: its identity, revision and privacy, its attributes, and by what it is found. */
    public byte[] mac(boolean isPrivate, byte[] attributes, List<byte[]> index, MasterKey master) {
        return master.mac(row(isPrivate, attributes, index));
    }

    /** Whether a row is as it was written. */
    public boolean verifies(boolean isPrivate, byte[] attributes, List<byte[]> index, byte[] mac, MasterKey master) {
        return MessageDigest.isEqual(mac, mac(isPrivate, attributes, index, master));
    }

    /** By what a public object is found: SHA-256 of attribute and value, which anybody can compute. */
    public static byte[] openIndex(Cka<?> attribute, byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256", "SUN").digest(indexed(attribute, value));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256", e);
        }
    }

    /** By what a private object is found: only who has the master key can compute it. */
    public static byte[] blindIndex(Cka<?> attribute, byte[] value, MasterKey master) {
        return master.blind(indexed(attribute, value));
    }

    private static byte[] indexed(Cka<?> attribute, byte[] value) {
        return new Frame.Writer().number(attribute.code()).bytes(value).done();
    }

    private byte[] row(boolean isPrivate, byte[] attributes, List<byte[]> index) {
        Frame.Writer out = new Frame.Writer().text("claviger row").text(serial).text(uniqueId).number(rowRevision)
            .small(isPrivate ? 1 : 0).bytes(attributes).number(index.size());
        index.forEach(out::bytes);
        return out.done();
    }

    /** What the associated data of all attributes of the row begin with. */
    private byte[] place() {
        return new Frame.Writer().text("claviger attribute").text(serial).text(uniqueId).done();
    }

    private byte[] aad(byte[] place, long attribute, long epoch) {
        return ByteBuffer.allocate(place.length + 3 * Long.BYTES).put(place)
            .putLong(attribute).putLong(rowRevision).putLong(epoch).array();
    }
}
