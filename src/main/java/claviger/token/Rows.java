package claviger.token;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_ISSUER;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SERIAL_NUMBER;
import static claviger.cryptoki.Cka.CKA_SUBJECT;
import static claviger.cryptoki.Cka.CKA_TRUSTED;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;

import claviger.cryptoki.Cka;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Template;
import claviger.seal.MasterKey;
import claviger.seal.ObjectSeal;
import claviger.store.IndexEntry;
import claviger.store.ObjectRow;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Token objects to rows and back: what is sealed, what is authenticated, by what a row is found (D18, D19). */
final class Rows {
    /** The searchable attributes, the most selective first (F5). */
    private static final List<Cka<?>> INDEXED =
        List.of(CKA_ID, CKA_LABEL, CKA_SERIAL_NUMBER, CKA_SUBJECT, CKA_ISSUER, CKA_KEY_TYPE, CKA_CLASS);


    private final String serial;

    /** @param serial of the token whose rows these are */
    Rows(String serial) {
        this.serial = serial;
    }

    /**
     * The row of an object.
     *
     * @param all    all attributes, the secret ones too
     * @param master null if nobody of this process is logged in
     * @throws claviger.cryptoki.CkrException CKR_USER_NOT_LOGGED_IN for what a public session cannot protect (D19)
     */
    ObjectRow row(long rowRevision, Template all, MasterKey master) {
        String uniqueId = all.require(CKA_UNIQUE_ID);
        boolean isPrivate = all.is(CKA_PRIVATE);
        Set<Cka<?>> secrets = StorageObject.secrets(all);
        if (master == null) {
            refuseUnprotected(all, secrets);
        }
        Predicate<Cka<?>> sealed = attribute ->
            isPrivate ? attribute != CKA_PRIVATE : secrets.contains(attribute);
        ObjectSeal seal = new ObjectSeal(serial, uniqueId, rowRevision);
        byte[] attributes = seal.seal(all, sealed, master);
        List<IndexEntry> index = index(all, isPrivate, master);
        byte[] mac = master == null ? new byte[0] : seal.mac(isPrivate, attributes, bytes(index), master);
        return new ObjectRow(uniqueId, rowRevision, isPrivate, attributes, mac, index);
    }

    private static void refuseUnprotected(Template all, Set<Cka<?>> secrets) {
        if (all.is(CKA_PRIVATE) || secrets.stream().anyMatch(all::has)) {
            throw CKR_USER_NOT_LOGGED_IN.because("a token object with secrets needs a login to be sealed");
        }
        if (ObjectChanges.needsAuthor(all)) {
            throw CKR_USER_NOT_LOGGED_IN.because("CKA_TRUSTED, CKA_WRAP and CKA_CLAVIGER_ACL need a login to be authenticated");
        }
    }

    /**
     * The object of a row, with those of its attributes that are opened.
     *
     * @param master null if nobody of this process is logged in
     * @throws claviger.cryptoki.CkrException CKR_DEVICE_ERROR if the row is not as we wrote it
     */
    StorageObject object(ObjectRow row, MasterKey master, Opened opened) {
        boolean authentic = verify(row, master);
        Template all = seal(row).open(row.attributes(), opened::has, master);
        if (!all.has(CKA_CLASS) || StorageObject.isKey(all.require(CKA_CLASS)) && !all.has(CKA_KEY_TYPE)
                || all.is(CKA_PRIVATE) != row.isPrivate() || !row.uniqueId().equals(all.get(CKA_UNIQUE_ID, ""))) {
            throw CKR_DEVICE_ERROR.because("object %s: a row that contradicts itself", row.uniqueId());
        }
        Set<Cka<?>> secrets = new HashSet<>(seal(row).attributes(row.attributes()));
        secrets.retainAll(StorageObject.secrets(all));
        Template shown = all.only(attribute -> !secrets.contains(attribute));
        all.only(secrets::contains).wipe();
        return new StorageObject(row.uniqueId(), row.rowRevision(),
            !authentic && row.mac().length == 0 ? unauthenticated(shown) : shown, secrets);
    }

    /** The same, but a row that is not as we wrote it is left out and the log says so: the others stay usable. */
    Optional<StorageObject> readable(ObjectRow row, MasterKey master, Opened opened) {
        try {
            return Optional.of(object(row, master, opened));
        } catch (CkrException e) {
            log().log(Level.WARNING, "left out: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The secret attributes of a row. */
    Template secrets(ObjectRow row, Template attributes, MasterKey master) {
        verify(row, master);
        return seal(row).open(row.attributes(), StorageObject.secrets(attributes)::contains, master);
    }

    /**
     * A row with something sealed in it always has a MAC: without that rule whoever can write the store makes a private
     * object public.
     *
     * @return false for what nobody has authenticated, or what cannot be verified now
     */
    private boolean verify(ObjectRow row, MasterKey master) {
        if (row.mac().length == 0 && seal(row).isAuthored(row.attributes())) {
            throw CKR_DEVICE_ERROR.because("object %s: its MAC was removed", row.uniqueId());
        }
        if (master == null || row.mac().length == 0 && !row.isPrivate()) {
            if (row.isPrivate()) {
                throw CKR_USER_NOT_LOGGED_IN.because("object %s is private", row.uniqueId());
            }
            return false;
        }
        if (!seal(row).verifies(row.isPrivate(), row.attributes(), bytes(row.index()), row.mac(), master)) {
            throw CKR_DEVICE_ERROR.because("object %s: its row was changed outside of this token", row.uniqueId());
        }
        return true;
    }

    /** What nobody could authenticate is never trusted and never wraps, whatever its row says (D19). */
    private static Template unauthenticated(Template shown) {
        Template safe = shown;
        for (Cka<Boolean> attribute : List.of(CKA_TRUSTED, CKA_WRAP)) {
            safe = safe.has(attribute) ? safe.with(attribute, false) : safe;
        }
        return safe;
    }

    private ObjectSeal seal(ObjectRow row) {
        return new ObjectSeal(serial, row.uniqueId(), row.rowRevision());
    }

    /** What the MAC covers, in an order that does not depend on the store's. */
    private static List<byte[]> bytes(List<IndexEntry> index) {
        return index.stream().sorted(Comparator.comparingLong(IndexEntry::attribute)).map(Rows::bytes).toList();
    }

    private static byte[] bytes(IndexEntry entry) {
        return ByteBuffer.allocate(Long.BYTES + entry.digest().length)
            .putLong(entry.attribute()).put(entry.digest()).array();
    }

    private static List<IndexEntry> index(Template all, boolean isPrivate, MasterKey master) {
        List<IndexEntry> entries = new ArrayList<>();
        for (Cka<?> attribute : INDEXED) {
            if (all.has(attribute)) {
                byte[] value = all.encoded(attribute);
                entries.add(new IndexEntry(attribute.code(), isPrivate
                    ? ObjectSeal.blindIndex(attribute, value, master)
                    : ObjectSeal.openIndex(attribute, value)));
            }
        }
        return entries;
    }

    /**
     * The index entries that an object must carry one of to match, by the most selective attribute of the template.
     *
     * @param master null leaves private objects out
     * @return empty if the template names no searchable attribute
     */
    static Optional<List<IndexEntry>> entries(Template template, MasterKey master) {
        return INDEXED.stream().filter(template::has).findFirst().map(attribute -> {
            byte[] value = template.encoded(attribute);
            IndexEntry open = new IndexEntry(attribute.code(), ObjectSeal.openIndex(attribute, value));
            return master == null ? List.of(open) : List.of(open,
                new IndexEntry(attribute.code(), ObjectSeal.blindIndex(attribute, value, master)));
        });
    }

    /** Looked for when there is something to say: the JVM's loggers are not a thing to load before a first signature. */
    private static Logger log() {
        return System.getLogger(Rows.class.getName());
    }
}
