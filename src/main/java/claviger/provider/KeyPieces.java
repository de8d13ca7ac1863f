package claviger.provider;

import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_TOKEN;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.SecretKey;
import javax.security.auth.DestroyFailedException;

/**
 * Secrets that count as one, side by side: keys of the token, joined there by CKM_CONCATENATE_*, and bytes of anybody.
 * Belongs to one call.
 */
final class KeyPieces {
    /** A key of the token, or bytes that come one after the other. */
    private record Piece(TokenSecretKey key, byte[] bytes) {
    }

    private final Token token;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<TokenSecretKey> between = new ArrayList<>();

    private KeyPieces(Token token) {
        this.token = token;
    }

    static KeyPieces of(Token token, List<SecretKey> keys) throws InvalidKeyException {
        KeyPieces all = new KeyPieces(token);
        for (SecretKey key : keys) {
            all.add(key);
        }
        return all;
    }

    private void add(SecretKey key) throws InvalidKeyException {
        if (key instanceof TokenKey) {
            pieces.add(new Piece(TokenKey.own(TokenSecretKey.class, key, token), null));
            return;
        }
        byte[] bytes = key.getEncoded();
        if (bytes == null) {
            throw new InvalidKeyException("a key of another provider without an encoding cannot be used here");
        }
        int last = pieces.size() - 1;
        if (last < 0 || pieces.get(last).key() != null) {
            pieces.add(new Piece(null, bytes.clone()));
        } else {
            byte[] head = pieces.get(last).bytes();
            byte[] both = Arrays.copyOf(head, head.length + bytes.length);
            System.arraycopy(bytes, 0, both, head.length, bytes.length);
            Arrays.fill(head, (byte) 0);
            pieces.set(last, new Piece(null, both));
        }
        Arrays.fill(bytes, (byte) 0);
    }

    boolean hasKey() {
        return pieces.stream().anyMatch(piece -> piece.key() != null);
    }

    /** All of them, where none is a key of the token. */
    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(piece -> all.writeBytes(piece.bytes()));
        return all.toByteArray();
    }

    /** All of them as one key, where one is a key of the token. */
    TokenSecretKey joined() {
        TokenSecretKey all = null;
        byte[] head = {};
        for (Piece piece : pieces) {
            if (all == null && piece.key() == null) {
                head = piece.bytes();
            } else if (all == null) {
                all = head.length == 0 ? piece.key() : joined(piece.key(),
                    new Mechanism(Ckm.CKM_CONCATENATE_DATA_AND_BASE, new Parameters.StringData(head)));
            } else if (piece.key() == null) {
                all = joined(all,
                    new Mechanism(Ckm.CKM_CONCATENATE_BASE_AND_DATA, new Parameters.StringData(piece.bytes())));
            } else {
                all = joined(all, new Mechanism(Ckm.CKM_CONCATENATE_BASE_AND_KEY,
                    new Parameters.OtherKey(piece.key().handle())));
            }
        }
        return all;
    }

    private TokenSecretKey joined(TokenSecretKey base, Mechanism mechanism) {
        NewSecret wanted = new NewSecret("Generic", Ckk.CKK_GENERIC_SECRET, 0,
            Template.EMPTY.with(CKA_DERIVE, true).with(CKA_TOKEN, false));
        TokenSecretKey both = (TokenSecretKey) wanted.derived(token, mechanism, base);
        between.add(both);
        return both;
    }

    /** Destroys what was joined, and wipes the bytes. */
    void drop() {
        for (TokenSecretKey key : between) {
            try {
                key.destroy();
            } catch (DestroyFailedException e) {
                throw new IllegalStateException("a session object that cannot be destroyed", e);
            }
        }
        for (Piece piece : pieces) {
            if (piece.bytes() != null) {
                Arrays.fill(piece.bytes(), (byte) 0);
            }
        }
    }
}
