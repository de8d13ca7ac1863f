package claviger.token;

import claviger.cryptoki.Ckm;
import claviger.spki.Atom;
import claviger.spki.Sexp;
import claviger.spki.SexpList;
import claviger.spki.SpkiDate;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * What is approved: {@code (request (token <serial>) (object <unique id>) (right <right>) (mechanism CKM_..)? (uses "3")
 * (not-after "2026-12-01") (nonce #..#) (digest sha256 #..#)?)}, in any order. All of it is signed. Immutable.
 *
 * @param nonce     in hexadecimal
 * @param mechanism none for any
 * @param digest    of the data, for signatures over these alone
 */
record ApprovalRequest(String nonce, String serial, String uniqueId, String right, Optional<String> mechanism, int uses,
        Instant expires, Optional<byte[]> digest) {
    private static final int NONCE_BYTES = 16;
    private static final int MOST_NONCE_BYTES = 64;
    private static final int MOST_USES = 1_000_000;
    private static final int DIGEST_BYTES = 32;

    /** What a request says. */
    private enum Field {
        TOKEN("token", 2), OBJECT("object", 2), RIGHT("right", 2), MECHANISM("mechanism", 2), USES("uses", 2),
        NOT_AFTER("not-after", 2), NONCE("nonce", 2), DIGEST("digest", 3);

        private final String word;
        private final int size;

        Field(String word, int size) {
            this.word = word;
            this.size = size;
        }

        static Field of(SexpList field) {
            for (Field one : values()) {
                if (one.word.equals(field.name()) && field.items().size() == one.size
                        && (one != DIGEST || field.items().get(1).equals(Atom.of("sha256")))) {
                    return one;
                }
            }
            throw new IllegalArgumentException("a field that nobody knows");
        }
    }

    /** @throws RuntimeException of one kind or another if it is none; see {@link Approval#read} */
    static ApprovalRequest read(Sexp request) {
        if (!request.name().equals("request")) {
            throw new IllegalArgumentException("no request");
        }
        Map<Field, Atom> fields = new EnumMap<>(Field.class);
        for (Sexp part : ((SexpList) request).rest()) {
            SexpList field = (SexpList) part;
            Field name = Field.of(field);
            if (fields.put(name, (Atom) field.items().get(name.size - 1)) != null) {
                throw new IllegalArgumentException("a field that is there twice");
            }
        }
        byte[] nonce = given(fields, Field.NONCE).bytes();
        Optional<byte[]> digest = Optional.ofNullable(fields.get(Field.DIGEST)).map(Atom::bytes);
        int uses = Integer.parseInt(given(fields, Field.USES).text());
        String uniqueId = given(fields, Field.OBJECT).text();
        if (nonce.length < NONCE_BYTES || nonce.length > MOST_NONCE_BYTES || uses < 1 || uses > MOST_USES || uniqueId.isEmpty()
                || digest.filter(bytes -> bytes.length != DIGEST_BYTES).isPresent()) {
            throw new IllegalArgumentException("a field out of its bounds");
        }
        return new ApprovalRequest(HexFormat.of().formatHex(nonce), given(fields, Field.TOKEN).text(), uniqueId,
            given(fields, Field.RIGHT).text(), Optional.ofNullable(fields.get(Field.MECHANISM)).map(Atom::text), uses,
            SpkiDate.strict(given(fields, Field.NOT_AFTER).text()).orElseThrow(IllegalArgumentException::new).instant(), digest);
    }

    private static Atom given(Map<Field, Atom> fields, Field field) {
        return Optional.ofNullable(fields.get(field)).orElseThrow(() -> new IllegalArgumentException("a field is missing"));
    }

    /** Whether it is for such a request to a token. */
    boolean isFor(Token token, Request request) {
        return serial.equals(token.serial()) && request.object().filter(form -> form.uniqueId().equals(uniqueId)).isPresent()
            && right.equals(request.right().word())
            && (mechanism.isEmpty() || mechanism.equals(request.mechanism().map(Ckm::name)))
            && (digest.isEmpty() || request.right() == Right.SIGN);
    }
}
