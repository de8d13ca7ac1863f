package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Cka.CKA_ALWAYS_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_LOCAL;
import static claviger.cryptoki.Cka.CKA_NEVER_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Ckm.CKM_SHA256;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_SIZE_RANGE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyMatOut;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Returned;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.cryptoki.Version;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The key schedule of TLS 1.2 (6.40): premaster secret, master secret, keys and Finished messages. */
class Tls12Test {
    private static final byte[] HASHED =
        Templates.hex("dfff30d188055f20aaa1610f29102805528465bbad91709ded764e8899f5ad2b");
    private static final Template SHOWN = Template.EMPTY.with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true);
    private static final Template AES = Template.EMPTY.with(CKA_KEY_TYPE, CKK_AES);

    /** The values are those of OpenSSL's TLS1-PRF. */
    @InEveryWorld void aHandshakeFromThePremasterSecretToTheKeys(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        Returned<Version> version = new Returned<>();
        ObjectHandle master = a.deriveKey(session, new Mechanism(Ckm.CKM_TLS12_MASTER_KEY_DERIVE,
            new Parameters.Tls12MasterKey(Tls.RANDOM, Optional.of(version), CKM_SHA256)), Tls.premaster(a, session), SHOWN);
        assertEquals(Optional.of(new Version(3, 3)), version.value());
        assertArrayEquals(Templates.hex("1e2c58c945848386d30d3083c77a4bb8305761891c98d5d05072d70f73d37cb6"
            + "4569dd7b229e3819c23c467ffc96b6ef"), value(a, session, master));
        a.signInit(session, new Mechanism(Ckm.CKM_TLS_MAC, new Parameters.TlsMac(CKM_SHA256, 12, false)), master);
        assertArrayEquals(Templates.hex("5e6b2e7805f534c644ac08f3"), a.sign(session, HASHED));

        Returned<KeyMatOut> out = new Returned<>();
        assertEquals(ObjectHandle.NONE, a.deriveKey(session, Tls.keys(0, 128, 32, out), master, AES));
        KeyMatOut keys = out.value().orElseThrow();
        assertArrayEquals(Templates.hex("e7c460362330ba4ccd9f3ca9b29a9c86"), value(a, session, keys.clientKey()));
        assertArrayEquals(Templates.hex("2efbffdaaefc7a976af837df1e61ed06"), value(a, session, keys.serverKey()));
        assertArrayEquals(Templates.hex("f891847c"), keys.clientIv());
        assertArrayEquals(Templates.hex("5a3c581d"), keys.serverIv());
        assertEquals(List.of(ObjectHandle.NONE, ObjectHandle.NONE),
            List.of(keys.clientMacSecret(), keys.serverMacSecret()));
        Template key = a.attributes(session, keys.serverKey(), CKA_KEY_TYPE, CKA_VALUE_LEN, CKA_ENCRYPT, CKA_LOCAL);
        assertEquals(CKK_AES, key.require(CKA_KEY_TYPE));
        assertEquals(16, key.require(CKA_VALUE_LEN));
        assertTrue(key.is(CKA_ENCRYPT));
        assertFalse(key.is(CKA_LOCAL));

        byte[] exported = value(a, session, a.deriveKey(session, Tls.kdf("EXPORTER-claviger"), master,
            SHOWN.with(CKA_VALUE_LEN, 32L)));
        assertArrayEquals(Templates.hex("aff74714e978e74caa3797d883d398a78ccb0e9fc6ec16bbca177b70a1deb029"), exported);
    }

    /** RFC 7627, for a secret of any length and without a version. */
    @InEveryWorld void theExtendedMasterSecretBelongsToItsHandshake(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle agreed = a.createObject(session, Tls.secret(32));
        Mechanism extended = new Mechanism(Ckm.CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE_DH,
            new Parameters.Tls12ExtendedMasterKey(CKM_SHA256, HASHED, Optional.empty()));
        byte[] one = value(a, session, a.deriveKey(session, extended, agreed, SHOWN));
        byte[] otherHash = HASHED.clone();
        otherHash[0] ^= 1;
        byte[] other = value(a, session, a.deriveKey(session, new Mechanism(extended.type(),
            new Parameters.Tls12ExtendedMasterKey(CKM_SHA256, otherHash, Optional.empty())), agreed, SHOWN));
        assertEquals(48, one.length);
        assertFalse(Arrays.equals(one, other));
        assertCkr(CKR_KEY_SIZE_RANGE, () -> a.deriveKey(session, new Mechanism(Ckm.CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE,
            extended.parameters()), agreed, SHOWN));
    }

    @InEveryWorld void aMasterSecretDoesNothingElse(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle master = Tls.master(a, session, Template.EMPTY);
        Template seen = a.attributes(session, master, CKA_ALLOWED_MECHANISMS, CKA_SIGN, CKA_DERIVE, CKA_KEY_TYPE);
        assertEquals(Set.of(Ckm.CKM_TLS12_KEY_AND_MAC_DERIVE, Ckm.CKM_TLS12_KEY_SAFE_DERIVE, Ckm.CKM_TLS_KDF,
            Ckm.CKM_TLS_MAC, Ckm.CKM_TLS12_KDF, Ckm.CKM_TLS12_MAC), allowed(seen));
        assertTrue(seen.is(CKA_SIGN) && seen.is(CKA_DERIVE));
        assertEquals(CKK_GENERIC_SECRET, seen.require(CKA_KEY_TYPE));
        assertCkr(CKR_MECHANISM_INVALID, () -> a.signInit(session, Templates.HMAC, master));
        assertCkr(CKR_MECHANISM_INVALID, () -> a.deriveKey(session, Tls.hkdf(), master, SHOWN.with(CKA_VALUE_LEN, 32L)));
        long[] without = {Ckm.CKM_TLS12_KEY_SAFE_DERIVE.code(), Ckm.CKM_TLS_MAC.code()};
        ObjectHandle safe = Tls.master(a, session, Template.EMPTY.with(CKA_ALLOWED_MECHANISMS, without));
        assertCkr(CKR_MECHANISM_INVALID, () -> a.deriveKey(session, Tls.keys(0, 128, 32, new Returned<>()), safe, AES));
        for (Template wrong : List.of(AES, Template.EMPTY.with(CKA_VALUE_LEN, 32L),
                Template.EMPTY.with(CKA_ALLOWED_MECHANISMS, new long[] {Ckm.CKM_SHA256_HMAC.code()}))) {
            assertCkr(CKR_TEMPLATE_INCONSISTENT, () -> Tls.master(a, session, wrong));
        }
    }

    private static Set<Ckm> allowed(Template seen) {
        return LongStream.of(seen.require(CKA_ALLOWED_MECHANISMS)).mapToObj(code -> Ckm.of(code).orElseThrow())
            .collect(Collectors.toSet());
    }

    /** K2: the four flags of the master secret are those of every key; its history is theirs. */
    @InEveryWorld void theKeysAreAsSecretAsTheMasterSecret(World world) {
        try (Token token = Tls.spec(world)) {
            Cryptoki a = token.a();
            SessionHandle session = token.user(a);
            Template hidden = Template.EMPTY.with(CKA_SENSITIVE, true).with(CKA_EXTRACTABLE, false);
            for (Template wanted : List.of(hidden, SHOWN)) {
                ObjectHandle master = Tls.master(a, session, wanted);
                Returned<KeyMatOut> out = new Returned<>();
                a.deriveKey(session, Tls.keys(256, 128, 128, out), master, AES.with(CKA_LABEL, "a connection"));
                KeyMatOut keys = out.value().orElseThrow();
                List<ObjectHandle> all = List.of(keys.clientMacSecret(), keys.serverMacSecret(), keys.clientKey(),
                    keys.serverKey());
                assertEquals(4, new HashSet<>(all).size());
                for (ObjectHandle key : all) {
                    Template flags = a.attributes(session, key, CKA_SENSITIVE, CKA_EXTRACTABLE, CKA_ALWAYS_SENSITIVE,
                        CKA_NEVER_EXTRACTABLE);
                    assertTrue(flags.matches(a.attributes(session, master, CKA_SENSITIVE, CKA_EXTRACTABLE,
                        CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE)));
                    assertEquals("a connection", a.attributes(session, key, CKA_LABEL).require(CKA_LABEL));
                }
                Template mac = a.attributes(session, keys.clientMacSecret(), CKA_KEY_TYPE, CKA_SIGN, CKA_VERIFY);
                assertEquals(CKK_GENERIC_SECRET, mac.require(CKA_KEY_TYPE));
                assertTrue(mac.is(CKA_SIGN) && mac.is(CKA_VERIFY));
                assertEquals(16, keys.serverIv().length);
                boolean shown = wanted == SHOWN;
                Template contrary = AES.with(CKA_SENSITIVE, shown).with(CKA_EXTRACTABLE, !shown);
                assertCkr(CKR_TEMPLATE_INCONSISTENT,
                    () -> a.deriveKey(session, Tls.keys(0, 128, 32, new Returned<>()), master, contrary));
            }
        }
    }

    /** 6.40: if the call fails, none of the keys is there. */
    @InEveryWorld void allKeysOrNone(World world) {
        try (Token token = Tls.spec(world)) {
            Cryptoki a = token.a();
            SessionHandle session = token.user(a);
            ObjectHandle master = Tls.master(a, session, Template.EMPTY);
            Returned<KeyMatOut> out = new Returned<>();
            int before = a.find(session, Template.EMPTY).size();
            assertCkr(CKR_ATTRIBUTE_VALUE_INVALID,     // MAC keys there are, AES keys of 20 bytes not
                () -> a.deriveKey(session, Tls.keys(160, 160, 0, out), master, AES));
            assertEquals(Optional.empty(), out.value());
            assertEquals(before, a.find(session, Template.EMPTY).size());
        }
    }

    private static byte[] value(Cryptoki a, SessionHandle session, ObjectHandle object) {
        return a.attributes(session, object, CKA_VALUE).require(CKA_VALUE);
    }
}
