package claviger.conformance;

import static claviger.conformance.Attacker.assertAllowed;
import static claviger.conformance.Attacker.assertAlwaysRefused;
import static claviger.conformance.Attacker.assertRefusedWhenSafe;
import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_CHACHA20;
import static claviger.cryptoki.Ckm.CKM_SHA256;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_KEY_NOT_WRAPPABLE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.KeyMatOut;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Returned;
import claviger.cryptoki.Template;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Attacks on the keys of a TLS 1.2 connection, all of them cuts of one stream: Z3, Z7, Z16. */
class Tls12AttackTest {
    private static final Template HIDDEN = Template.EMPTY.with(CKA_SENSITIVE, true).with(CKA_EXTRACTABLE, false);
    private static final Template AES = Template.EMPTY.with(CKA_KEY_TYPE, CKK_AES);

    /** Z7: a shorter key moves the IVs over the bytes of a longer one. */
    @InEveryWorld void ivsDoNotTellKeys(World world) {
        int[][] telling = {{0, 128, 96}, {0, 128, 128}, {0, 256, 256}, {128, 128, 32}, {160, 128, 128}, {256, 256, 128},
            {256, 0, 128}};
        for (int[] cut : telling) {
            assertRefusedWhenSafe(world, CKR_MECHANISM_PARAM_INVALID, attacker ->
                keys(attacker, cut[0], cut[1], cut[2], cut[1] == 0 ? Template.EMPTY : AES));
        }
        assertRefusedWhenSafe(world, CKR_MECHANISM_PARAM_INVALID,
            attacker -> keys(attacker, 0, 8, 256, Template.EMPTY));
        assertAlwaysRefused(world, CKR_MECHANISM_PARAM_INVALID, attacker -> keys(attacker, 0, 0, 256, AES));
    }

    /** The attack itself, on a token that allows it: 24 of the 32 bytes of a sensitive key are told as two IVs. */
    @InEveryWorld void whatTheCutsWouldTell(World world) {
        try (Token token = Tls.spec(world)) {
            Attacker attacker = new Attacker(token.a(), token.user(token.a()));
            KeyMatOut told = keys(attacker, 0, 128, 96, AES);
            ObjectHandle shown = Tls.master(attacker.a(), attacker.session(),
                Template.EMPTY.with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true));
            Returned<KeyMatOut> out = new Returned<>();
            attacker.a().deriveKey(attacker.session(), Tls.keys(0, 256, 96, out), shown, AES);
            byte[] key = attacker.a().attributes(attacker.session(), out.value().orElseThrow().serverKey(),
                CKA_VALUE).require(CKA_VALUE);
            assertArrayEquals(Arrays.copyOf(key, 12), told.clientIv());
            assertArrayEquals(Arrays.copyOfRange(key, 12, 24), told.serverIv());
        }
    }

    @InEveryWorld void theCipherSuitesThatAuthenticateWork(World world) {   // what the attacks are compared with
        assertAllowed(world, attacker -> {
            keys(attacker, 0, 128, 32, AES);
            keys(attacker, 0, 256, 32, AES);
            keys(attacker, 0, 256, 96, Template.EMPTY.with(CKA_KEY_TYPE, CKK_CHACHA20));
            attacker.a().deriveKey(attacker.session(), new Mechanism(Ckm.CKM_TLS12_KEY_SAFE_DERIVE,
                new Parameters.Tls12KeyMat(0, 256, 512, false, Tls.RANDOM, new Returned<>(), CKM_SHA256)),
                Tls.master(attacker.a(), attacker.session(), HIDDEN), AES);
        });
    }

    /** Z7: without IVs a MAC key of one byte can be searched, and the next one from there. */
    @InEveryWorld void keysAreNotCutToPieces(World world) {
        for (int[] cut : new int[][] {{8, 128}, {16, 256}, {0, 8}, {160, 128}, {0, 192}}) {
            assertRefusedWhenSafe(world, CKR_MECHANISM_PARAM_INVALID, attacker -> attacker.a().deriveKey(attacker.session(),
                new Mechanism(Ckm.CKM_TLS12_KEY_SAFE_DERIVE, new Parameters.Tls12KeyMat(cut[0], cut[1], 0, false, Tls.RANDOM,
                    new Returned<>(), CKM_SHA256)),
                Tls.master(attacker.a(), attacker.session(), HIDDEN), Template.EMPTY));
        }
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT, attacker -> attacker.a().deriveKey(attacker.session(),
            Tls.kdf("EXPORTER-claviger"), Tls.master(attacker.a(), attacker.session(), HIDDEN),
            Template.EMPTY.with(CKA_VALUE_LEN, 1L)));
    }

    /** Z16: under a label of TLS the exporter makes keys of what a Finished message, or an IV, tells. */
    @InEveryWorld void theExporterKeepsAwayFromTheLabelsOfTls(World world) {
        for (String label : new String[] {"client finished", "server finished", "key expansion", "master secret",
            "extended master secret", "key expansion of mine"}) {
            assertRefusedWhenSafe(world, CKR_MECHANISM_PARAM_INVALID, attacker -> export(attacker, Tls.kdf(label)));
        }
        // the same label, the rest of which pretends to be random
        byte[] rest = Arrays.copyOf("expansion".getBytes(StandardCharsets.US_ASCII), 32);
        Mechanism split = new Mechanism(Ckm.CKM_TLS12_KDF, new Parameters.TlsKdf(CKM_SHA256, "key ".getBytes(),
            new Parameters.RandomInfo(rest, new byte[32]), Optional.empty()));
        assertRefusedWhenSafe(world, CKR_MECHANISM_PARAM_INVALID, attacker -> export(attacker, split));
        assertAllowed(world, attacker -> export(attacker, Tls.kdf("my key expansion")));
    }

    private static void export(Attacker attacker, Mechanism kdf) {
        attacker.a().deriveKey(attacker.session(), kdf, Tls.master(attacker.a(), attacker.session(), HIDDEN),
            Template.EMPTY.with(CKA_VALUE_LEN, 32L));
    }

    /** K2, Z12: what comes of a hidden master secret is hidden, whatever the template says. */
    @InEveryWorld void nothingOfAHiddenMasterSecretIsShown(World world) {
        for (Template loose : new Template[] {Template.EMPTY.with(CKA_SENSITIVE, false),
            Template.EMPTY.with(CKA_EXTRACTABLE, true)}) {
            assertAlwaysRefused(world, CKR_TEMPLATE_INCONSISTENT, attacker -> keys(attacker, 0, 128, 32, AES.with(loose)));
            assertAlwaysRefused(world, CKR_TEMPLATE_INCONSISTENT, attacker -> attacker.a().deriveKey(attacker.session(),
                Tls.kdf("EXPORTER-claviger"), Tls.master(attacker.a(), attacker.session(), HIDDEN),
                loose.with(CKA_VALUE_LEN, 32L)));
        }
    }

    /** Z16: of a secret that also derives by other MACs whoever reads their results computes the key block. */
    @InEveryWorld void onlyAKeyThatIsSaidToBeAMasterSecretIsOne(World world) {
        assertAlwaysRefused(world, CKR_MECHANISM_INVALID, attacker -> attacker.a().deriveKey(attacker.session(),
            Tls.keys(0, 128, 32, new Returned<>()), attacker.create(Tls.secret(48)), AES));
        assertAlwaysRefused(world, CKR_MECHANISM_INVALID, attacker -> attacker.a().deriveKey(attacker.session(),
            Tls.kdf("EXPORTER-claviger"), attacker.create(Tls.secret(48)), Template.EMPTY.with(CKA_VALUE_LEN, 32L)));
        assertAllowed(world, attacker -> attacker.a().deriveKey(attacker.session(), Tls.keys(0, 128, 32, new Returned<>()),
            attacker.create(Tls.imported(Ckm.CKM_TLS12_KEY_AND_MAC_DERIVE)), AES));
    }

    /** Z16: a key signs and derives only where all that it signs are Finished messages, and for ever. */
    @InEveryWorld void aMasterSecretSignsNothingButFinishedMessages(World world) {
        Template both = Template.EMPTY.with(CKA_SIGN, true).with(CKA_DERIVE, true);
        assertAllowed(world, attacker -> attacker.create(
            Tls.imported(Ckm.CKM_TLS12_KEY_AND_MAC_DERIVE, Ckm.CKM_TLS_MAC).with(both)));
        for (Ckm more : new Ckm[] {Ckm.CKM_SHA256_HMAC, Ckm.CKM_SHA256_HMAC_GENERAL, Ckm.CKM_HKDF_DERIVE}) {
            assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT, attacker -> attacker.create(
                Tls.imported(Ckm.CKM_TLS12_KEY_AND_MAC_DERIVE, Ckm.CKM_TLS_MAC, more).with(both)));
        }
        long[] hmac = {Ckm.CKM_SHA256_HMAC.code()};
        assertAlwaysRefused(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> attacker.set(
            Tls.master(attacker.a(), attacker.session(), HIDDEN), Template.EMPTY.with(CKA_ALLOWED_MECHANISMS, hmac)));
        assertAlwaysRefused(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> attacker.copy(
            Tls.master(attacker.a(), attacker.session(), HIDDEN), Template.EMPTY.with(CKA_ALLOWED_MECHANISMS, hmac)));
    }

    /** Z3: out of a blob it would come back as a key that any HMAC takes. */
    @InEveryWorld void aMasterSecretGoesIntoNoBlob(World world) {
        assertRefusedWhenSafe(world, CKR_KEY_NOT_WRAPPABLE, attacker -> attacker.wrap(
            attacker.generate(Templates.newWrappingKey()), Tls.master(attacker.a(), attacker.session(),
                Template.EMPTY.with(CKA_SENSITIVE, true).with(CKA_EXTRACTABLE, true))));
    }

    /** Z16: the two keys of the cipher obey the rules of every AES key. */
    @InEveryWorld void aKeyOfTheCipherHasOneRole(World world) {
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT,
            attacker -> keys(attacker, 0, 128, 32, AES.with(CKA_ENCRYPT, true).with(CKA_DERIVE, true)));
    }

    private static KeyMatOut keys(Attacker attacker, int mac, int key, int iv, Template wanted) {
        Returned<KeyMatOut> out = new Returned<>();
        attacker.a().deriveKey(attacker.session(), Tls.keys(mac, key, iv, out),
            Tls.master(attacker.a(), attacker.session(), HIDDEN), wanted);
        return out.value().orElseThrow();
    }
}
