package claviger.provider;

import java.security.InvalidAlgorithmParameterException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Map;
import java.util.Set;

/**
 * A service that calls the maker of its row: no class names, no reflection. A key that is not of this token falls through
 * to other providers, which is how the JCA chooses one by the key.
 */
final class RowService extends Provider.Service {
    private static final Set<String> CHOSEN_BY_KEY = Set.of("Signature", "Cipher", "Mac", "KeyAgreement", "KEM");

    private final ServiceRow row;
    private final Token token;
    private final ClavigerProvider provider;

    RowService(ClavigerProvider provider, Token token, ServiceRow row) {
        super(provider, row.type(), row.algorithm(), "claviger.provider." + row.type(), row.aliases(),
            row.type().equals("SecureRandom") ? Map.of("ThreadSafe", "true") : Map.of());
        this.provider = provider;
        this.token = token;
        this.row = row;
    }

    @Override public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
        if (parameter != null && row.type().equals("KDF")) {
            throw new NoSuchAlgorithmException(row.algorithm() + " takes no parameters when it is made",
                new InvalidAlgorithmParameterException("no KDFParameters are known to " + row.algorithm()));
        }
        Object spi = row.spi().make(token, provider);
        return spi instanceof TokenCipher cipher ? new SettledCipher(cipher) : spi;
    }

    @Override public boolean supportsParameter(Object parameter) {
        if (!CHOSEN_BY_KEY.contains(row.type())) {
            return true;
        }
        return parameter instanceof Key && parameter instanceof TokenKey key && key.isOf(token);
    }
}
