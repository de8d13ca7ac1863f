package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.conformance.Refusals.ckr;
import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_PARAMETER_SET;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_BUFFER_TOO_SMALL;
import static claviger.cryptoki.Ckr.CKR_KEY_CHANGED;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_NEEDED;
import static claviger.cryptoki.Ckr.CKR_KEY_NOT_NEEDED;
import static claviger.cryptoki.Ckr.CKR_OK;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_SAVED_STATE_INVALID;
import static claviger.cryptoki.Ckr.CKR_STATE_UNSAVEABLE;
import static claviger.cryptoki.ObjectHandle.NONE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckg;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.cryptoki.Use;
import claviger.mechanism.MechanismRow;
import claviger.mechanism.Mechanisms;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** C_GetOperationState and C_SetOperationState (V1 to V4). */
class OperationStateTest {
    private static final Set<Ckm> CIPHERS =
        Set.of(Ckm.CKM_AES_ECB, Ckm.CKM_AES_CBC, Ckm.CKM_AES_CBC_PAD, Ckm.CKM_AES_CTR);

    /** Whether a rule of V4 names the mechanism. */
    private static boolean isSavable(MechanismRow row) {
        String name = row.type().name();
        return row.uses().contains(Use.CKF_DIGEST) || CIPHERS.contains(row.type())
            || row.uses().contains(Use.CKF_SIGN) && (name.contains("_HMAC") || name.contains("CMAC")
            || name.matches("CKM_SHA.*_RSA_PKCS(_PSS)?") || name.startsWith("CKM_ECDSA_")
            || name.startsWith("CKM_HASH_ML_DSA_"));
    }

    private static Parameters parameters(Ckm type) {
        String name = type.name();
        if (type == Ckm.CKM_AES_CTR) {
            return new Parameters.Ctr(64, Templates.IV);
        } else if (type == Ckm.CKM_AES_CBC || type == Ckm.CKM_AES_CBC_PAD) {
            return new Parameters.Iv(Templates.IV);
        } else if (name.endsWith("_PSS")) {
            String hash = name.substring(0, name.indexOf("_RSA"));
            return new Parameters.Pss(hash.equals("CKM_SHA1") ? Ckm.CKM_SHA_1 : Ckm.valueOf(hash),
                Ckg.valueOf("CKG_MGF1_" + hash.substring(4)), 20);
        }
        return name.endsWith("_GENERAL") ? new Parameters.MacGeneral(10) : Parameters.NONE;
    }

    /** One key, or pair, for every mechanism. */
    private record Keys(ObjectHandle aes, ObjectHandle mac, ObjectHandle secret, KeyPair rsa, KeyPair ec, KeyPair mlDsa) {
        static Keys of(Cryptoki a, SessionHandle session) {
            return new Keys(a.createObject(session, Templates.aes(Templates.AES_256)),
                a.createObject(session, Templates.aes(Templates.AES_128).with(CKA_ENCRYPT, false)
                    .with(CKA_DECRYPT, false).with(CKA_SIGN, true).with(CKA_VERIFY, true)),
                a.createObject(session, Templates.hmacKey(new byte[200])),
                pair(a, session, Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN, Template.EMPTY.with(CKA_MODULUS_BITS, 2048L)),
                pair(a, session, Ckm.CKM_EC_KEY_PAIR_GEN, Templates.newP256PublicKey()),
                pair(a, session, Ckm.CKM_ML_DSA_KEY_PAIR_GEN, Template.EMPTY.with(CKA_PARAMETER_SET, 1L)));
        }

        private static KeyPair pair(Cryptoki a, SessionHandle session, Ckm generator, Template publicKey) {
            long[] all = Mechanisms.all().stream().mapToLong(row -> row.type().code()).toArray();      // SHA-1 wants a name
            return a.generateKeyPair(session, Mechanism.of(generator), publicKey,
                Templates.newPrivateKey().with(CKA_ALLOWED_MECHANISMS, all));
        }

        ObjectHandle key(MechanismRow row, Operation kind) {
            String name = row.type().name();
            KeyPair pair = name.contains("RSA") ? rsa : name.contains("ECDSA") ? ec : name.contains("ML_DSA") ? mlDsa : null;
            if (pair != null) {
                return kind == Operation.SIGN ? pair.privateKey() : pair.publicKey();
            }
            return CIPHERS.contains(row.type()) ? aes : name.contains("CMAC") ? mac : name.contains("HMAC") ? secret : NONE;
        }
    }

    @InEveryWorld void whatWasSavedGoesOnInAnotherSession(Token token) {   // V3, V4
        long seed = System.nanoTime();
        System.out.println("OperationStateTest: seed " + seed);
        Random random = new Random(seed);
        Cryptoki a = token.a();
        SessionHandle from = token.rw(a);
        SessionHandle to = token.rw(a);
        Keys keys = Keys.of(a, from);
        List<MechanismRow> savable = Mechanisms.all().stream().filter(OperationStateTest::isSavable).toList();
        assertTrue(savable.size() > 60, () -> "only " + savable.size());
        for (MechanismRow row : savable) {
            for (int i = 0; i < 4; i++) {
                String story = row.type() + ", seed " + seed + ", run " + i;
                if (row.uses().contains(Use.CKF_DIGEST)) {
                    carried(a, from, to, row, keys, Operation.DIGEST, data(random, 300, 1), random, story);
                } else if (row.uses().contains(Use.CKF_ENCRYPT)) {
                    byte[] encrypted = carried(a, from, to, row, keys, Operation.ENCRYPT, data(random, 20, 16), random, story);
                    carried(a, from, to, row, keys, Operation.DECRYPT, encrypted, random, story);
                } else {
                    signed(a, from, to, row, keys, data(random, 300, 1), random, story);
                }
            }
        }
    }

    private static byte[] data(Random random, int most, int unit) {
        byte[] data = new byte[random.nextInt(most) * unit];
        random.nextBytes(data);
        return data;
    }

    /** What comes out here and there is the same. */
    private static byte[] carried(Cryptoki a, SessionHandle from, SessionHandle to, MechanismRow row, Keys keys,
            Operation kind, byte[] data, Random random, String story) {
        ByteArrayOutputStream here = new ByteArrayOutputStream();
        ByteArrayOutputStream there = new ByteArrayOutputStream();
        ObjectHandle key = keys.key(row, kind);
        kind.init(a, from, new Mechanism(row.type(), parameters(row.type())), key);
        int saving = random.nextInt(4);
        int at = 0;
        for (int part = 0; part < 4; part++) {
            if (part == saving) {
                boolean cipher = kind == Operation.ENCRYPT || kind == Operation.DECRYPT;
                byte[] state = a.getOperationState(from);
                a.setOperationState(to, state, cipher ? key : NONE, kind == Operation.SIGN ? key : NONE);
                // and once more, from what has just been taken over
                a.setOperationState(to, a.getOperationState(to), cipher ? key : NONE, kind == Operation.SIGN ? key : NONE);
                there.writeBytes(here.toByteArray());
            }
            int end = part == 3 ? data.length : at + random.nextInt(data.length - at + 1);
            byte[] piece = Arrays.copyOfRange(data, at, end);
            here.writeBytes(kind.update(a, from, piece));
            if (part >= saving) {
                there.writeBytes(kind.update(a, to, piece));
            }
            at = end;
        }
        byte[] last = kind.last(a, from);
        byte[] lastThere = kind.last(a, to);
        here.writeBytes(last);
        there.writeBytes(lastThere);
        if (kind == Operation.SIGN && !isDeterministic(row)) {
            return there.toByteArray();
        }
        assertArrayEquals(here.toByteArray(), there.toByteArray(), story);
        return here.toByteArray();
    }

    private static boolean isDeterministic(MechanismRow row) {
        String name = row.type().name();
        return !name.endsWith("_PSS") && !name.contains("DSA");
    }

    /** A signature that was begun here and made there verifies, in a verification that was begun here as well. */
    private static void signed(Cryptoki a, SessionHandle from, SessionHandle to, MechanismRow row, Keys keys,
            byte[] data, Random random, String story) {
        byte[] signature = carried(a, from, to, row, keys, Operation.SIGN, data, random, story);
        ObjectHandle key = keys.key(row, Operation.VERIFY);
        Mechanism mechanism = new Mechanism(row.type(), parameters(row.type()));
        int cut = random.nextInt(data.length + 1);
        a.verifyInit(from, mechanism, key);
        a.verifyUpdate(from, Arrays.copyOf(data, cut));
        a.setOperationState(to, a.getOperationState(from), NONE, key);
        a.verifyUpdate(to, Arrays.copyOfRange(data, cut, data.length));
        assertEquals(CKR_OK, ckr(() -> a.verifyFinal(to, signature)), story);
        a.verifyInit(from, null, null);
        a.verifySignatureInit(from, mechanism, key, signature);
        a.verifySignatureUpdate(from, Arrays.copyOf(data, cut));
        a.setOperationState(to, a.getOperationState(from), NONE, key);
        a.verifySignatureUpdate(to, Arrays.copyOfRange(data, cut, data.length));
        assertEquals(CKR_OK, ckr(() -> a.verifySignatureFinal(to)), story);
        a.verifySignatureInit(from, null, null, null);
    }

    @InEveryWorld void nothingToSaveIsNotInitialized(Token token) {   // V1
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.getOperationState(session));
        a.findObjectsInit(session, Template.EMPTY);
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.getOperationState(session));
        a.findObjectsFinal(session);
        a.messageEncryptInit(session, Mechanism.of(Ckm.CKM_AES_GCM),
            a.createObject(session, Templates.aes(Templates.AES_128)));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.getOperationState(session));
        assertCkr(CKR_ARGUMENTS_BAD, () -> a.getOperationState(session, null));
    }

    @InEveryWorld void whatCannotLeaveIsUnsaveable(Token token) {   // V1, V4
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        Keys keys = Keys.of(a, session);
        a.encryptInit(session, new Mechanism(Ckm.CKM_AES_GCM, new Parameters.Gcm(new byte[12], new byte[0], 128)), keys.aes());
        assertCkr(CKR_STATE_UNSAVEABLE, () -> a.getOperationState(session));
        // unharmed, and beside another one it cannot be saved either
        a.digestInit(session, Templates.SHA_256);
        assertCkr(CKR_STATE_UNSAVEABLE, () -> a.getOperationState(session));
        assertEquals(48, a.encrypt(session, new byte[32]).length);
        a.digest(session, new byte[1]);
        a.signInit(session, Mechanism.of(Ckm.CKM_ECDSA), keys.ec().privateKey());
        assertCkr(CKR_STATE_UNSAVEABLE, () -> a.getOperationState(session));
        a.signInit(session, null, null);
        a.signInit(session, Mechanism.of(Ckm.CKM_ML_DSA), keys.mlDsa().privateKey());
        a.signUpdate(session, new byte[3]);
        assertCkr(CKR_STATE_UNSAVEABLE, () -> a.getOperationState(session));
        a.signFinal(session);
    }

    @InEveryWorld void aSettingTradesStatesForSpeed(World world) {   // V1
        try (Token token = world.token(settings -> settings.withSavable(false))) {
            Cryptoki a = token.a();
            SessionHandle session = token.rw(a);
            Operation.DIGEST.begin(a, session);
            a.digestUpdate(session, Operation.DATA);
            assertCkr(CKR_STATE_UNSAVEABLE, () -> a.getOperationState(session));
            assertArrayEquals(Operation.DIGEST.expected(), a.digestFinal(session));
        }
    }

    @InEveryWorld void keysAreGivenAgain(Token token) {   // V2
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        SessionHandle to = token.rw(a);
        ObjectHandle key = Operation.SIGN.key(a, session);
        ObjectHandle aes = Operation.ENCRYPT.key(a, session);
        a.signInit(session, Templates.HMAC, key);
        a.signUpdate(session, Operation.DATA);
        byte[] state = a.getOperationState(session);
        assertCkr(CKR_KEY_NEEDED, () -> a.setOperationState(to, state, NONE, NONE));
        assertCkr(CKR_KEY_NOT_NEEDED, () -> a.setOperationState(to, state, key, NONE));
        assertCkr(CKR_KEY_NOT_NEEDED, () -> a.setOperationState(to, state, aes, key));
        assertCkr(CKR_KEY_HANDLE_INVALID, () -> a.setOperationState(to, state, NONE, new ObjectHandle(12345)));
        assertCkr(CKR_KEY_CHANGED, () -> a.setOperationState(to, state, NONE, aes));
        ObjectHandle same = a.createObject(session, Templates.hmacKey(Templates.AES_256));
        assertCkr(CKR_KEY_CHANGED, () -> a.setOperationState(to, state, NONE, same));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.signFinal(to));
        a.setOperationState(to, state, NONE, key);
        assertArrayEquals(Operation.SIGN.expected(), a.signFinal(to));
        a.setAttributeValue(session, key, Template.EMPTY.with(CKA_SIGN, false));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.setOperationState(to, state, NONE, key));
        a.digestInit(to, Templates.SHA_256);
        byte[] keyless = a.getOperationState(to);
        assertCkr(CKR_KEY_NOT_NEEDED, () -> a.setOperationState(to, keyless, NONE, key));
        assertCkr(CKR_KEY_NOT_NEEDED, () -> a.setOperationState(to, keyless, aes, NONE));
    }

    @InEveryWorld void twoOperationsAreSavedTogether(Token token) {   // V2, O12
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        ObjectHandle key = Operation.SIGN.key(a, session);
        ObjectHandle aes = Operation.ENCRYPT.key(a, session);
        a.signInit(session, Templates.HMAC, key);
        a.encryptInit(session, Templates.CBC, aes);
        byte[] first = a.signEncryptUpdate(session, new byte[16]);
        byte[] state = a.getOperationState(session);
        SessionHandle to = token.rw(a);
        assertCkr(CKR_KEY_NEEDED, () -> a.setOperationState(to, state, NONE, key));
        assertCkr(CKR_KEY_CHANGED, () -> a.setOperationState(to, state, aes, aes));
        a.setOperationState(to, state, aes, key);
        byte[] second = a.signEncryptUpdate(to, new byte[16]);
        assertArrayEquals(Operation.SIGN.expected(), a.signFinal(to));
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        assertArrayEquals(Operation.ENCRYPT.expected(), both.toByteArray());
    }

    @InEveryWorld void itCancelsWhatRanUnlessItIsRefused(Token token) {   // V2
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        SessionHandle to = token.rw(a);
        Operation.DIGEST.begin(a, session);
        a.digestUpdate(session, new byte[16]);
        byte[] state = a.getOperationState(session);
        Operation.ENCRYPT.begin(a, to);
        assertCkr(CKR_SAVED_STATE_INVALID, () -> a.setOperationState(to, new byte[40], NONE, NONE));
        a.encryptUpdate(to, new byte[16]);
        a.setOperationState(to, state, NONE, NONE);
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.encryptFinal(to));
        a.digestUpdate(to, new byte[16]);
        assertArrayEquals(Operation.DIGEST.expected(), a.digestFinal(to));
    }

    @InEveryWorld void aStateBelongsToItsTokenAndToTheStateOfItsSession(World world) {   // V2, D21
        try (Token token = world.token(); Token other = world.made(settings -> settings)) {
            Cryptoki a = token.a();
            SessionHandle session = token.rw(a);
            SessionHandle readOnly = token.ro(a);
            Operation.DIGEST.begin(a, session);
            a.digestUpdate(session, Operation.DATA);
            byte[] state = a.getOperationState(session);
            assertCkr(CKR_SAVED_STATE_INVALID, () -> a.setOperationState(readOnly, state, NONE, NONE));
            SessionHandle elsewhere = other.rw(other.a());
            assertCkr(CKR_SAVED_STATE_INVALID, () -> other.a().setOperationState(elsewhere, state, NONE, NONE));
            token.loginUser(a, session);
            assertCkr(CKR_SAVED_STATE_INVALID, () -> a.setOperationState(session, state, NONE, NONE));
            byte[] ofUser = a.getOperationState(session);
            SessionHandle userOfB = token.user(token.b());
            token.b().setOperationState(userOfB, ofUser, NONE, NONE);
            assertArrayEquals(Operation.DIGEST.expected(), token.b().digestFinal(userOfB));
            a.logout(session);
            assertCkr(CKR_SAVED_STATE_INVALID, () -> a.setOperationState(session, ofUser, NONE, NONE));
            a.setOperationState(session, state, NONE, NONE);
            assertArrayEquals(Operation.DIGEST.expected(), a.digestFinal(session));
        }
    }

    @InEveryWorld void everyBitCounts(Token token) {   // V2
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        Operation.DIGEST.begin(a, session);
        a.digestUpdate(session, new byte[5]);
        byte[] state = a.getOperationState(session);
        for (int bit = 0; bit < 8 * state.length; bit++) {
            byte[] bent = state.clone();
            bent[bit / 8] ^= (byte) (1 << bit % 8);
            assertCkr(CKR_SAVED_STATE_INVALID, () -> a.setOperationState(session, bent, NONE, NONE));
        }
        for (int length = 0; length < state.length; length++) {
            byte[] cut = Arrays.copyOf(state, length);
            assertCkr(CKR_SAVED_STATE_INVALID, () -> a.setOperationState(session, cut, NONE, NONE));
        }
        assertCkr(CKR_SAVED_STATE_INVALID, () -> a.setOperationState(session, new byte[1 << 20], NONE, NONE));
        assertCkr(CKR_ARGUMENTS_BAD, () -> a.setOperationState(session, null, NONE, NONE));
        a.setOperationState(session, state, NONE, NONE);
    }

    @InEveryWorld void theStateFitsItsBufferOrIsNotGiven(Token token) {   // B1, B2, B6
        Cryptoki a = token.a();
        SessionHandle session = token.rw(a);
        Operation.DIGEST.begin(a, session);
        a.digestUpdate(session, Operation.DATA);
        Output query = Output.lengthQuery();
        a.getOperationState(session, query);
        assertCkr(CKR_BUFFER_TOO_SMALL, () -> a.getOperationState(session, Output.room(query.length() - 1)));
        Output room = Output.room(query.length());
        a.getOperationState(session, room);
        assertEquals(query.length(), room.bytes().length);
        a.setOperationState(session, room.bytes(), NONE, NONE);
        assertArrayEquals(Operation.DIGEST.expected(), a.digestFinal(session));
    }
}
