package claviger.provider;

import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_START_DATE;
import static claviger.cryptoki.Cka.CKA_SUBJECT;
import static claviger.cryptoki.Cka.CKA_TOKEN;

import claviger.cryptoki.ObjectChange;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.lang.System.Logger.Level;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sets and deletes KeyStore entries, each in one transaction of the token: the key, its certificate and the rest of the
 * chain are there, or nothing has changed (D7).
 */
final class EntryWriter {
    private static final System.Logger LOG = System.getLogger("claviger.provider");

    private final Token token;
    private final Entries entries;
    private final Certificates certificates;

    EntryWriter(Token token) {
        this.token = token;
        this.entries = new Entries(token);
        this.certificates = new Certificates(token);
    }

    /** A private key and its chain, which may be empty. */
    void setPrivateKey(String alias, Key key, List<X509Certificate> chain, Template asked) throws KeyStoreException {
        refuseForeignChain(key, chain);
        write(alias, key, chain, asked);
    }

    void setSecretKey(String alias, Key key, Template asked) throws KeyStoreException {
        write(alias, key, List.of(), asked);
    }

    void setCertificate(String alias, X509Certificate certificate) throws KeyStoreException {
        Refusal.atStore("storing a certificate as " + alias, () -> {
            List<ObjectChange> changes = new ArrayList<>();
            Optional<Entry> before = entries.find(alias);
            before.ifPresent(entry -> changes.add(new ObjectChange.Destroy(entry.object())));
            changes.add(new ObjectChange.Create(Certificates.template(certificate, label(alias, before), new byte[0])));
            return commit(changes);
        });
    }

    void delete(Entry entry) throws KeyStoreException {
        Refusal.atStore("deleting " + entry.label(), () -> commit(deletion(entry, List.of())));
    }

    private void write(String alias, Key key, List<X509Certificate> chain, Template asked) throws KeyStoreException {
        ForeignKey foreign = foreign(alias, key);
        try {
            token.loginByFile();
            Refusal.atStore("storing a key as " + alias, () -> commit(changes(alias, key, foreign, chain, asked)));
        } finally {
            if (foreign != null) {
                foreign.wipe();
            }
        }
    }

    private ForeignKey foreign(String alias, Key key) throws KeyStoreException {
        if (key instanceof TokenKey own && own.isOf(token)) {
            return null;
        }
        try {
            ForeignKey foreign = ForeignKey.of(key);
            LOG.log(Level.WARNING, "the key for {0} was made outside the token and is imported; to make it inside, ask "
                + "this provider for the generator (keytool: -providername)", alias);
            return foreign;
        } catch (InvalidKeyException e) {
            throw new KeyStoreException("storing a key as " + alias + ": " + e.getMessage(), e);
        }
    }

    private List<ObjectChange> changes(String alias, Key key, ForeignKey foreign, List<X509Certificate> chain,
            Template asked) {
        List<ObjectChange> changes = new ArrayList<>();
        Optional<Entry> before = entries.find(alias);
        boolean same = before.isPresent() && key instanceof TokenKey own && own.isTokenObject()
            && own.uniqueId().equals(before.get().uniqueId());
        byte[] id = id(key, chain, before);
        Template names = asked.with(CKA_TOKEN, true).with(CKA_LABEL, label(alias, before)).with(CKA_ID, id);
        if (!chain.isEmpty()) {
            names = names.with(CKA_SUBJECT, chain.get(0).getSubjectX500Principal().getEncoded());
        }
        if (same) {
            changes.add(new ObjectChange.Set(before.get().object(), names.without(CKA_TOKEN)));
            before.get().certificate().ifPresent(old -> changes.add(new ObjectChange.Destroy(old)));
        } else {
            before.ifPresent(entry -> changes.addAll(deletion(entry, chain)));
            names = names.has(CKA_START_DATE) ? names : names.with(CKA_START_DATE, today());
            changes.add(foreign == null ? new ObjectChange.Copy(((TokenKey) key).handle(), names)
                : new ObjectChange.Create(new KeyImport(token).template(foreign, names)));
        }
        for (int i = 0; i < chain.size(); i++) {
            if (i == 0) {
                changes.add(new ObjectChange.Create(Certificates.template(chain.get(0), label(alias, before), id)));
            } else if (certificates.find(chain.get(i)).isEmpty()) {
                changes.add(new ObjectChange.Create(Certificates.issuer(chain.get(i))));
            }
        }
        return changes;
    }

    /** The entry's own, or the key's identifier if no other key has it; never that of another entry of the same key. */
    private byte[] id(Key key, List<X509Certificate> chain, Optional<Entry> before) {
        if (before.isPresent() && before.get().id().length > 0) {
            return before.get().id();
        }
        Optional<byte[]> natural = key instanceof TokenPrivateKey own ? Optional.of(EntryId.of(own.publicKey()))
            : chain.stream().findFirst().map(leaf -> EntryId.of(leaf.getPublicKey()));
        return natural.filter(id -> !entries.hasKeyWith(id)).orElseGet(EntryId::random);
    }

    /** An alias with {@code #} behind it keeps the label that it was made of. */
    private static String label(String alias, Optional<Entry> before) {
        return before.map(Entry::label).filter(label -> !label.isEmpty()).orElse(alias);
    }

    /** The entry's objects, and the certificates above that are above no other one and not in the new chain. */
    private List<ObjectChange> deletion(Entry entry, List<X509Certificate> kept) {
        List<ObjectChange> changes = new ArrayList<>();
        changes.add(new ObjectChange.Destroy(entry.object()));
        if (!entry.isKey() || entry.certificate().isEmpty()) {
            return changes;
        }
        ObjectHandle leaf = entry.certificate().get();
        List<ObjectHandle> gone = new ArrayList<>(List.of(leaf));
        for (X509Certificate above : certificates.chain(leaf).stream().skip(1).toList()) {
            if (!kept.contains(above)) {
                certificates.find(above).filter(this::isIssuerOnly)
                    .filter(object -> !certificates.isAboveOthers(above, object, gone)).ifPresent(gone::add);
            }
        }
        gone.forEach(object -> changes.add(new ObjectChange.Destroy(object)));
        return changes;
    }

    private boolean isIssuerOnly(ObjectHandle certificate) {
        return token.call(session -> token.cryptoki().attributes(session, certificate, CKA_LABEL))
            .get(CKA_LABEL, "").isEmpty();
    }

    private List<ObjectHandle> commit(List<ObjectChange> changes) {
        return token.call(session -> Refusal.unlessSupported(() -> token.cryptoki().changeObjects(session, changes),
            () -> oneByOne(session, changes)));
    }

    /**
     * Where a foreign token has no transactions (D2): what is new is made first, and taken away again if any of it fails; only
     * then is anything changed or destroyed.
     */
    private List<ObjectHandle> oneByOne(SessionHandle session, List<ObjectChange> changes) {
        List<ObjectHandle> made = new ArrayList<>();
        boolean done = false;
        try {
            changes.stream().filter(EntryWriter::makes)
                .forEach(change -> made.addAll(token.cryptoki().changeObjects(session, List.of(change))));
            done = true;
        } finally {
            if (!done) {
                made.forEach(object -> Refusal.cleansUp("taking back an entry",
                    () -> token.cryptoki().destroyObject(session, object)));
            }
        }
        changes.stream().filter(change -> !makes(change))
            .forEach(change -> token.cryptoki().changeObjects(session, List.of(change)));
        return made;
    }

    private static boolean makes(ObjectChange change) {
        return change instanceof ObjectChange.Create || change instanceof ObjectChange.Copy;
    }

    private static void refuseForeignChain(Key key, List<X509Certificate> chain) throws KeyStoreException {
        if (key instanceof TokenPrivateKey own && !chain.isEmpty()
                && !PublicKeys.info(own.publicKey()).equals(PublicKeys.info(chain.get(0).getPublicKey()))) {
            throw new KeyStoreException("the first certificate of the chain is of another key");
        }
    }

    private static String today() {
        return LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE);
    }
}
