package claviger.provider;

import static claviger.cryptoki.Cka.CKA_START_DATE;

import claviger.cryptoki.Cko;
import claviger.cryptoki.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.PrivateKey;
import java.security.UnrecoverableEntryException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;

/**
 * The token as a KeyStore. It shows what is in the token now, whoever put it there. {@code load} with a PIN logs in, or
 * checks the PIN if that has been done; without a PIN it does neither (D6), except that a configured PIN file stands for
 * the PIN. {@code store} has nothing to do: every change is in the token when it returns. Safe between threads.
 */
final class TokenKeyStore extends KeyStoreSpi {
    private final Token token;
    private final Entries entries;
    private final EntryWriter writer;
    private final Certificates certificates;

    TokenKeyStore(Token token) {
        this.token = token;
        this.entries = new Entries(token);
        this.writer = new EntryWriter(token);
        this.certificates = new Certificates(token);
    }

    /** @param stream null, or an empty one: some servers want a file for each store, and get /dev/null */
    @Override public void engineLoad(InputStream stream, char[] pin) throws IOException {
        if (stream != null && stream.read() >= 0) {
            throw new IOException("the token is not in this file; load without a stream (keytool: -keystore NONE)");
        }
        Refusal.atLoad("opening the key store", () -> {
            if (pin == null) {
                token.loginByFile();
            } else {
                Pins.with(pin, token::login);
            }
        });
    }

    @Override public void engineLoad(KeyStore.LoadStoreParameter parameter) throws IOException {
        KeyStore.ProtectionParameter protection = parameter == null ? null : parameter.getProtectionParameter();
        if (protection == null) {
            engineLoad(null, null);
        } else if (protection instanceof KeyStore.PasswordProtection password) {
            engineLoad(null, password.getPassword());
        } else if (protection instanceof KeyStore.CallbackHandlerProtection callback) {
            CallbackHandler handler = callback.getCallbackHandler();
            char[] pin = asked(handler);
            try {
                Refusal.atLoad("opening the key store", () -> Pins.with(pin, bytes -> token.login(bytes, handler)));
            } finally {
                Arrays.fill(pin, '\0');
            }
        } else {
            throw new IOException("a PIN comes by PasswordProtection or CallbackHandlerProtection");
        }
    }

    private char[] asked(CallbackHandler handler) throws IOException {
        try {
            char[] pin = Pins.asked(handler, token);
            if (pin == null) {
                throw new IOException("the callback handler gave no PIN");
            }
            return pin;
        } catch (UnsupportedCallbackException e) {
            throw new IOException("the callback handler does not know PasswordCallback", e);
        }
    }

    @Override public void engineStore(OutputStream stream, char[] pin) throws IOException {
        if (stream != null) {
            throw new IOException("the token is not written to a file; store without a stream (keytool: -keystore NONE)");
        }
    }

    @Override public void engineStore(KeyStore.LoadStoreParameter parameter) {
        // every change is in the token already
    }

    @Override public boolean engineProbe(InputStream stream) {
        return false;
    }

    @Override public Enumeration<String> engineAliases() {
        return Collections.enumeration(read(() -> List.copyOf(entries.all().keySet())));
    }

    @Override public int engineSize() {
        return read(() -> entries.all().size());
    }

    @Override public boolean engineContainsAlias(String alias) {
        return entry(alias).isPresent();
    }

    @Override public boolean engineIsKeyEntry(String alias) {
        return entry(alias).filter(Entry::isKey).isPresent();
    }

    @Override public boolean engineIsCertificateEntry(String alias) {
        return entry(alias).filter(entry -> !entry.isKey()).isPresent();
    }

    @Override public boolean engineEntryInstanceOf(String alias, Class<? extends KeyStore.Entry> wanted) {
        return entry(alias).map(entry -> switch (entry.kind()) {
            case CKO_PRIVATE_KEY -> wanted == KeyStore.PrivateKeyEntry.class;
            case CKO_SECRET_KEY -> wanted == KeyStore.SecretKeyEntry.class;
            default -> wanted == KeyStore.TrustedCertificateEntry.class;
        }).orElse(false);
    }

    /** The key. Whatever password is given is left alone: the login protects the key. */
    @Override public Key engineGetKey(String alias, char[] password) {
        return entry(alias).filter(Entry::isKey).map(this::key).orElse(null);
    }

    private TokenKey key(Entry entry) {
        return read(() -> token.sessions().with(session -> new KeyReader(token).key(session, entry.object())));
    }

    @Override public Certificate[] engineGetCertificateChain(String alias) {
        return entry(alias).filter(Entry::isKey).flatMap(Entry::certificate)
            .map(leaf -> read(() -> certificates.chain(leaf)).toArray(Certificate[]::new)).orElse(null);
    }

    @Override public Certificate engineGetCertificate(String alias) {
        return entry(alias).flatMap(Entry::certificate).map(leaf -> read(() -> certificates.read(leaf))).orElse(null);
    }

    @Override public String engineGetCertificateAlias(Certificate certificate) {
        return !(certificate instanceof X509Certificate wanted) ? null
            : read(() -> entries.showing(certificates.all(wanted))).orElse(null);
    }

    /** The day on which the key was stored through a KeyStore, or else from which its certificate is valid. */
    @Override public Date engineGetCreationDate(String alias) {
        return entry(alias).map(entry -> stored(entry)
            .or(() -> entry.certificate().map(leaf -> read(() -> certificates.read(leaf)).getNotBefore()))
            .orElseGet(() -> new Date(0))).orElse(null);
    }

    private Optional<Date> stored(Entry entry) {
        return read(() -> token.call(session -> token.cryptoki().attributes(session, entry.object(), CKA_START_DATE)))
            .get(CKA_START_DATE).filter(date -> !date.isEmpty())
            .map(date -> Date.from(LocalDate.parse(date, DateTimeFormatter.BASIC_ISO_DATE)
                .atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    @Override public KeyStore.Entry engineGetEntry(String alias, KeyStore.ProtectionParameter protection)
            throws UnrecoverableEntryException {
        Entry entry = entry(alias).orElse(null);
        if (entry == null) {
            return null;
        }
        Set<KeyStore.Entry.Attribute> attributes = read(() -> EntryAttribute.of(token, entry));
        if (entry.kind() == Cko.CKO_CERTIFICATE) {
            return new KeyStore.TrustedCertificateEntry(engineGetCertificate(alias), attributes);
        } else if (entry.kind() == Cko.CKO_SECRET_KEY) {
            return new KeyStore.SecretKeyEntry((SecretKey) key(entry), attributes);
        } else if (entry.certificate().isEmpty()) {
            throw new UnrecoverableEntryException("the private key " + alias + " has no certificate in the token, and an "
                + "entry needs one; take the key with getKey, or store a certificate with the same CKA_ID");
        }
        return new KeyStore.PrivateKeyEntry((PrivateKey) key(entry),
            read(() -> certificates.chain(entry.certificate().get())).toArray(Certificate[]::new), attributes);
    }

    @Override public void engineSetEntry(String alias, KeyStore.Entry entry, KeyStore.ProtectionParameter protection)
            throws KeyStoreException {
        Template asked = protection instanceof TokenProtection own ? own.attributes() : Template.EMPTY;
        if (entry instanceof KeyStore.PrivateKeyEntry pair) {
            writer.setPrivateKey(alias, pair.getPrivateKey(), x509(pair.getCertificateChain()), asked);
        } else if (entry instanceof KeyStore.SecretKeyEntry secret) {
            writer.setSecretKey(alias, secret.getSecretKey(), asked);
        } else if (entry instanceof KeyStore.TrustedCertificateEntry trusted) {
            engineSetCertificateEntry(alias, trusted.getTrustedCertificate());
        } else {
            throw new KeyStoreException("the token has no entries of the kind " + entry.getClass().getName());
        }
    }

    @Override public void engineSetKeyEntry(String alias, Key key, char[] password, Certificate[] chain)
            throws KeyStoreException {
        if (key instanceof SecretKey) {
            writer.setSecretKey(alias, key, Template.EMPTY);
        } else {
            writer.setPrivateKey(alias, key, x509(chain), Template.EMPTY);
        }
    }

    @Override public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain) throws KeyStoreException {
        throw new KeyStoreException("a protected key cannot be stored; give the key itself");
    }

    @Override public void engineSetCertificateEntry(String alias, Certificate certificate) throws KeyStoreException {
        if (engineIsKeyEntry(alias)) {
            throw new KeyStoreException("there is a key under " + alias + "; delete it first");
        }
        writer.setCertificate(alias, x509(new Certificate[] {certificate}).get(0));
    }

    @Override public void engineDeleteEntry(String alias) throws KeyStoreException {
        Optional<Entry> entry = entry(alias);
        if (entry.isPresent()) {
            writer.delete(entry.get());
        }
    }

    private Optional<Entry> entry(String alias) {
        return read(() -> entries.find(alias));
    }

    private static <T> T read(Supplier<T> call) {
        return Refusal.atCall("reading the key store", call);
    }

    private static List<X509Certificate> x509(Certificate[] chain) throws KeyStoreException {
        Certificate[] all = chain == null ? new Certificate[0] : chain;
        if (!Stream.of(all).allMatch(X509Certificate.class::isInstance)) {
            throw new KeyStoreException("the token stores X.509 certificates only");
        }
        return Stream.of(all).map(X509Certificate.class::cast).toList();
    }
}
