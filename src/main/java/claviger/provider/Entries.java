package claviger.provider;

import static claviger.cryptoki.Cka.CKA_CERTIFICATE_CATEGORY;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;

import claviger.cryptoki.Cko;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Template;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The token objects that a KeyStore shows, always as they are now. A private key and a certificate belong together by
 * CKA_ID; the label of the key makes the alias, or else that of its certificate. Where a label is there more than once, each
 * alias gets its CKA_ID, or its unique id, behind {@code #}.
 */
final class Entries {
    private static final System.Logger LOG = System.getLogger("claviger.provider");

    private final Token token;

    Entries(Token token) {
        this.token = token;
    }

    /** All of them by alias. */
    Map<String, Entry> all() {
        List<Entry> entries = new ArrayList<>();
        List<Facts> certificates = facts(Cko.CKO_CERTIFICATE, Certificates.X509);
        List<Facts> keys = facts(Cko.CKO_PRIVATE_KEY, Template.EMPTY);
        for (Facts key : keys) {
            entries.add(entry(key, certificates.stream().filter(certificate -> certificate.joins(key)).toList()));
        }
        facts(Cko.CKO_SECRET_KEY, Template.EMPTY).forEach(secret -> entries.add(entry(secret, List.of())));
        certificates.stream().filter(certificate -> !certificate.isIssuerOnly && keys.stream().noneMatch(certificate::joins))
            .forEach(certificate -> entries.add(entry(certificate, List.of(certificate))));
        return named(entries);
    }

    /** The entry of an alias, by its label alone if it can be. */
    Optional<Entry> find(String alias) {
        Map<String, Entry> near = labelled(alias);
        if (near.isEmpty() && alias.lastIndexOf('#') >= 0) {
            near = labelled(alias.substring(0, alias.lastIndexOf('#')));
        }
        Entry found = near.get(alias);
        if (found == null && !near.isEmpty()) {
            LOG.log(Level.WARNING, "alias {0} is there more than once; the aliases are {1}", alias, near.keySet());
        }
        return Optional.ofNullable(found);
    }

    /** Whether a private key has this CKA_ID. */
    boolean hasKeyWith(byte[] id) {
        return !token.find(template(Cko.CKO_PRIVATE_KEY).with(CKA_ID, id)).isEmpty();
    }

    /** The certificates of private keys, that is, the beginnings of chains. */
    List<ObjectHandle> leaves() {
        return all().values().stream().filter(Entry::isKey).map(Entry::certificate).flatMap(Optional::stream).toList();
    }

    private Map<String, Entry> labelled(String label) {
        Template wanted = Template.EMPTY.with(CKA_LABEL, label);
        if (label.isEmpty()) {
            return all().entrySet().stream().filter(entry -> entry.getValue().label().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
        List<Entry> entries = new ArrayList<>();
        for (Facts key : facts(Cko.CKO_PRIVATE_KEY, wanted)) {
            entries.add(entry(key, certificatesOf(key)));
        }
        facts(Cko.CKO_SECRET_KEY, wanted).forEach(secret -> entries.add(entry(secret, List.of())));
        for (Facts certificate : facts(Cko.CKO_CERTIFICATE, Certificates.X509.with(wanted))) {
            List<Facts> keys = certificate.id.length == 0 ? List.of()
                : facts(Cko.CKO_PRIVATE_KEY, Template.EMPTY.with(CKA_ID, certificate.id));
            if (keys.isEmpty()) {
                entries.add(entry(certificate, List.of(certificate)));
            }
            keys.stream().filter(key -> key.label.isEmpty())
                .forEach(key -> entries.add(entry(key, List.of(certificate))));
        }
        return named(entries);
    }

    private List<Facts> certificatesOf(Facts key) {
        return key.id.length == 0 ? List.of()
            : facts(Cko.CKO_CERTIFICATE, Certificates.X509.with(CKA_ID, key.id));
    }

    /** Of several certificates with the key's CKA_ID, the one with the key's label, or else the first. */
    private static Entry entry(Facts object, List<Facts> certificates) {
        Optional<Facts> certificate = certificates.stream().filter(one -> one.label.equals(object.label)).findFirst()
            .or(() -> certificates.stream().findFirst());
        String label = object.label.isEmpty() ? certificate.map(one -> one.label).orElse("") : object.label;
        return new Entry(object.kind, label, object.id, object.uniqueId, object.handle, certificate.map(one -> one.handle));
    }

    private static Map<String, Entry> named(Collection<Entry> entries) {
        Map<String, Long> labels = entries.stream().collect(Collectors.groupingBy(Entry::label, Collectors.counting()));
        Map<String, Long> longs = entries.stream().collect(Collectors.groupingBy(Entry::longAlias, Collectors.counting()));
        Map<String, Entry> named = new LinkedHashMap<>();
        for (Entry entry : entries) {
            boolean unique = labels.get(entry.label()) == 1 && !entry.label().isEmpty();
            named.put(unique ? entry.label() : longs.get(entry.longAlias()) == 1 && entry.id().length > 0
                ? entry.longAlias() : entry.longestAlias(), entry);
        }
        return named;
    }

    private record Facts(Cko kind, String label, byte[] id, String uniqueId, boolean isIssuerOnly, ObjectHandle handle) {
        private boolean joins(Facts other) {
            return id.length > 0 && Arrays.equals(id, other.id);
        }
    }

    private static Template template(Cko kind) {
        return Template.EMPTY.with(CKA_CLASS, kind).with(CKA_TOKEN, true);
    }

    private List<Facts> facts(Cko kind, Template wanted) {
        return token.call(session -> token.cryptoki().find(session, template(kind).with(wanted)).stream()
            .map(handle -> facts(kind, handle,
                token.cryptoki().attributes(session, handle, CKA_LABEL, CKA_ID, CKA_UNIQUE_ID, CKA_CERTIFICATE_CATEGORY)))
            .toList());
    }

    private static Facts facts(Cko kind, ObjectHandle handle, Template found) {
        String label = found.get(CKA_LABEL, "");
        return new Facts(kind, label, found.get(CKA_ID, new byte[0]), found.get(CKA_UNIQUE_ID, ""),
            label.isEmpty() && found.get(CKA_CERTIFICATE_CATEGORY, 0L) == Certificates.AUTHORITY, handle);
    }
}
