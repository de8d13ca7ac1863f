package claviger.vectors;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which algorithms of the collection are those of this token, by the names that the files give them. */
public final class Scope {
    private static final Set<Pattern> OFFERED = Set.of(
        Pattern.compile("AES-(GCM|CCM|CBC-PKCS5|CMAC|GMAC|WRAP|KWP|XTS)"),
        Pattern.compile("K(W|WP)"),
        Pattern.compile("CHACHA20-POLY1305"),
        Pattern.compile("HMAC-?SHA.*"),
        Pattern.compile("HKDF-SHA.*"),
        Pattern.compile("PBKDF2-HMAC-?SHA.*"),
        Pattern.compile("ECDH|ECDSA|XDH|EDDSA"),
        Pattern.compile("RSASSA-PKCS1-v1_5|RSASSA-PSS|RSAES-OAEP|RSAES-PKCS1-v1_5|RSASig|RSASSA-PKCS1-v1_5-GEN"),
        Pattern.compile("ML-KEM|ML-DSA-\\d+"));

    private static final Map<Pattern, String> REASONS = new LinkedHashMap<>();

    static {
        reason("A\\d+CBC-HS\\d+", "PKCS#11 has no mechanism of CBC with HMAC");
        reason("AEGIS.*|ASCON.*|MORUS.*|AES-EAX|AES-GCM-SIV|.*SIV-CMAC|XCHACHA20.*|SALSA.*|XSALSA.*|AES-FF1.*|FF1.*",
            "PKCS#11 has no mechanism for this cipher");
        reason("CHACHA20|.*[Ss]ecret[Ss]tream.*", "the token has ChaCha20 with Poly1305 only");
        reason("(ARIA|CAMELLIA|SEED|SM4)-.*", "a block cipher that this token does not have");
        reason("KMAC.*|SIPHASH.*|SipHash.*|VMAC.*|HMACSM3|HMAC-?SM3", "a MAC that this token does not have");
        reason("DSA", "DSA signs no more (FIPS 186-5), and this token never did");
        reason("BLS.*", "a signature that this token does not have");
        reason("PBES2.*|Pbe.*", "PKCS#11 has no mechanism of PBES2; its parts are PBKDF2 and AES-CBC");
        reason("(?i)json ?web.*|(?i)jose.*|JWE|JWS|JWK|HPKE.*|.*(?i)chunked.*",
            "a protocol, made of algorithms that have vectors of their own");
        reason("(?i)primality.*|(?i)ec-?curve.*|(?i)ristretto.*", "no algorithm of a token");
    }

    private Scope() {
    }

    private static void reason(String algorithms, String reason) {
        REASONS.put(Pattern.compile(algorithms), reason);
    }

    /** Why nothing here offers an algorithm, or empty if it is offered. */
    public static Optional<String> reason(String algorithm) {
        if (OFFERED.stream().anyMatch(pattern -> pattern.matcher(algorithm).matches())) {
            return Optional.empty();
        }
        return Optional.of(REASONS.entrySet().stream().filter(entry -> entry.getKey().matcher(algorithm).matches())
            .findFirst().map(Map.Entry::getValue).orElse("nobody here knows the algorithm " + algorithm));
    }
}
