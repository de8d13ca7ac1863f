package claviger.provider;

import static claviger.cryptoki.Cka.CKA_CERTIFICATE_CATEGORY;
import static claviger.cryptoki.Cka.CKA_CERTIFICATE_TYPE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckc;
import claviger.cryptoki.Cko;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Template;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The token objects that a KeyStore shows, always as they are now. A private key and a certificate belong together by
 * CKA_ID; the label of the key makes the alias, or else that of its certificate. Where a label is there more than once, each
 * alias gets its CKA_ID, or its unique id, behind {@code #}.
 */
final class Entries {

    private static final Cka<?>[] SHOWN = {CKA_CLASS, CKA_LABEL, CKA_ID, CKA_UNIQUE_ID, CKA_CERTIFICATE_CATEGORY,
        CKA_CERTIFICATE_TYPE};

    private final Token token;

    Entries(Token token) {
        this.token = token;
    }

    /** All of them by alias: private keys, secret keys and certificates, each kind oldest first. */
    Map<String, Entry> all() {
        return token.listing().now(this::read);
    }

    private Map<String, Entry> read() {
        List<Facts> found = facts(Template.EMPTY);
        List<Facts> keys = of(Cko.CKO_PRIVATE_KEY, found);
        List<Facts> certificates = of(Cko.CKO_CERTIFICATE, found);
        Map<ByteBuffer, List<Facts>> certificatesById = certificates.stream().filter(Facts::hasId)
            .collect(Collectors.groupingBy(Facts::key));
        Set<ByteBuffer> keyIds = keys.stream().filter(Facts::hasId).map(Facts::key).collect(Collectors.toSet());
        List<Entry> entries = new ArrayList<>();
        keys.forEach(key -> entries.add(entry(key, certificatesById.getOrDefault(key.key(), List.of()))));
        of(Cko.CKO_SECRET_KEY, found).forEach(secret -> entries.add(entry(secret, List.of())));
        certificates.stream().filter(certificate -> !certificate.isIssuerOnly && !keyIds.contains(certificate.key()))
            .forEach(certificate -> entries.add(entry(certificate, List.of(certificate))));
        Set<String> labels = entries.stream().map(Entry::label).collect(Collectors.toSet());
        return named(entries, labels::contains);
    }

    /** The entry of an alias: one of {@link #all}, or, if they have not been read, found by its label alone if it can be. */
    Optional<Entry> find(String alias) {
        return token.listing().kept().map(entries -> entries.get(alias)).or(() -> search(alias));
    }

    private Optional<Entry> search(String alias) {
        Map<String, Entry> near = labelled(alias);
        if (near.isEmpty() && alias.lastIndexOf('#') >= 0) {
            near = labelled(alias.substring(0, alias.lastIndexOf('#')));
        }
        Entry found = near.get(alias);
        if (found == null && !near.isEmpty()) {
            log().log(Level.WARNING, "alias {0} is there more than once; the aliases are {1}", alias, near.keySet());
        }
        return Optional.ofNullable(found);
    }

    /** The first alias whose certificate is one of these objects. */
    Optional<String> showing(List<ObjectHandle> certificates) {
        List<Entry> near = certificates.size() == 1 ? around(certificates.get(0)) : List.of();
        if (near.size() == 1) {
            Entry entry = near.get(0);
            return labelled(entry.label()).entrySet().stream()
                .filter(named -> named.getValue().object().equals(entry.object())).map(Map.Entry::getKey).findFirst();
        }
        return certificates.isEmpty() || certificates.size() == 1 && near.isEmpty() ? Optional.empty()
            : all().entrySet().stream()
                .filter(named -> named.getValue().certificate().filter(certificates::contains).isPresent())
                .map(Map.Entry::getKey).findFirst();
    }

    /** The entries with this certificate. */
    private List<Entry> around(ObjectHandle certificate) {
        Facts facts = facts(certificate, token.call(session ->
            token.cryptoki().attributes(session, certificate, SHOWN))).orElseThrow();
        List<Facts> keys = withIdOf(facts, Cko.CKO_PRIVATE_KEY);
        if (keys.isEmpty()) {
            return facts.isIssuerOnly ? List.of() : List.of(entry(facts, List.of(facts)));
        }
        List<Facts> certificates = withIdOf(facts, Cko.CKO_CERTIFICATE);
        return keys.stream().map(key -> entry(key, certificates))
            .filter(entry -> entry.certificate().filter(certificate::equals).isPresent()).toList();
    }

    /** Whether a private key has this CKA_ID. */
    boolean hasKeyWith(byte[] id) {
        return !token.find(Template.EMPTY.with(CKA_CLASS, Cko.CKO_PRIVATE_KEY).with(CKA_TOKEN, true).with(CKA_ID, id)).isEmpty();
    }

    private Map<String, Entry> labelled(String label) {
        if (label.isEmpty()) {
            return all().entrySet().stream().filter(entry -> entry.getValue().label().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
        return named(entries(label), alias -> !entries(alias).isEmpty());
    }

    /** The entries of a label that is not empty. */
    private List<Entry> entries(String label) {
        List<Facts> found = facts(Template.EMPTY.with(CKA_LABEL, label));
        List<Entry> entries = new ArrayList<>();
        of(Cko.CKO_PRIVATE_KEY, found).forEach(key -> entries.add(entry(key, withIdOf(key, Cko.CKO_CERTIFICATE))));
        of(Cko.CKO_SECRET_KEY, found).forEach(secret -> entries.add(entry(secret, List.of())));
        for (Facts certificate : of(Cko.CKO_CERTIFICATE, found)) {
            List<Facts> keys = withIdOf(certificate, Cko.CKO_PRIVATE_KEY);
            if (keys.isEmpty()) {
                entries.add(entry(certificate, List.of(certificate)));
            }
            keys.stream().filter(key -> key.label.isEmpty())
                .map(key -> entry(key, withIdOf(key, Cko.CKO_CERTIFICATE)))
                .filter(entry -> entry.certificate().filter(certificate.handle::equals).isPresent())
                .forEach(entries::add);
        }
        return entries;
    }

    private List<Facts> withIdOf(Facts object, Cko kind) {
        return object.hasId() ? of(kind, facts(Template.EMPTY.with(CKA_ID, object.id))) : List.of();
    }

    /** Of several certificates with the key's CKA_ID, the one with the key's label, or else the first. */
    private static Entry entry(Facts object, List<Facts> certificates) {
        Optional<Facts> certificate = certificates.stream().filter(one -> one.label.equals(object.label)).findFirst()
            .or(() -> certificates.stream().findFirst());
        String label = object.label.isEmpty() ? certificate.map(one -> one.label).orElse("") : object.label;
        return new Entry(object.kind, label, object.id, object.uniqueId, object.handle, certificate.map(one -> one.handle));
    }

    /** @param isLabel whether some entry has a label, which then is nobody's alias that is made of label and CKA_ID */
    private static Map<String, Entry> named(List<Entry> entries, Predicate<String> isLabel) {
        if (entries.size() == 1 && !entries.get(0).label().isEmpty()) {
            return Map.of(entries.get(0).label(), entries.get(0));
        }
        Map<String, Long> labels = entries.stream().collect(Collectors.groupingBy(Entry::label, Collectors.counting()));
        Map<String, Long> longs = entries.stream().filter(entry -> labels.get(entry.label()) > 1 || entry.label().isEmpty())
            .collect(Collectors.groupingBy(Entry::longAlias, Collectors.counting()));
        Map<String, Entry> named = new LinkedHashMap<>();
        for (Entry entry : entries) {
            boolean unique = labels.get(entry.label()) == 1 && !entry.label().isEmpty();
            named.put(unique ? entry.label() : entry.id().length > 0 && longs.get(entry.longAlias()) == 1
                && !isLabel.test(entry.longAlias()) ? entry.longAlias() : entry.longestAlias(), entry);
        }
        return named;
    }

    private record Facts(Cko kind, String label, byte[] id, String uniqueId, boolean isIssuerOnly, ObjectHandle handle) {
        private boolean hasId() {
            return id.length > 0;
        }

        /** The CKA_ID, by which an object is found in a map; one that has none joins nothing. */
        private ByteBuffer key() {
            return ByteBuffer.wrap(id);
        }
    }

    private static List<Facts> of(Cko kind, List<Facts> found) {
        return found.stream().filter(facts -> facts.kind == kind).toList();
    }

    /** Of the token objects that match, those that a KeyStore can show. */
    private List<Facts> facts(Template wanted) {
        return token.read(wanted.with(CKA_TOKEN, true), SHOWN).entrySet().stream()
            .flatMap(found -> facts(found.getKey(), found.getValue()).stream()).toList();
    }

    private static Optional<Facts> facts(ObjectHandle handle, Template found) {
        Cko kind = found.get(CKA_CLASS, Cko.CKO_DATA);      // a foreign token has classes of its own
        boolean shown = switch (kind) {
            case CKO_PRIVATE_KEY, CKO_SECRET_KEY -> true;
            case CKO_CERTIFICATE -> found.get(CKA_CERTIFICATE_TYPE).filter(type -> type == Ckc.CKC_X_509).isPresent();
            default -> false;
        };
        String label = found.get(CKA_LABEL, "");
        return !shown ? Optional.empty()
            : Optional.of(new Facts(kind, label, found.get(CKA_ID, new byte[0]), ObjectName.text(found),
                label.isEmpty() && found.get(CKA_CERTIFICATE_CATEGORY, 0L) == Certificates.AUTHORITY, handle));
    }

    /** Looked for when there is something to say: the JVM's loggers are not a thing to load before a first signature. */
    private static System.Logger log() {
        return System.getLogger("claviger.provider");
    }
}
