package claviger.token;

import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Cka.CKA_DECAPSULATE;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_ENCAPSULATE;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_SIGN_RECOVER;
import static claviger.cryptoki.Cka.CKA_UNWRAP;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Cka.CKA_VERIFY_RECOVER;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Ckm.CKM_PUB_KEY_FROM_PRIV_KEY;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_UNWRAPPING_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;
import static claviger.cryptoki.Ckr.CKR_WRAPPING_KEY_HANDLE_INVALID;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Use;
import claviger.mechanism.MechanismRow;
import claviger.mechanism.Mechanisms;
import java.util.Optional;

/**
 * What a key can be asked to do, which attribute has to permit it, and how each refusal is called (O10, W1, W3, W6). The
 * one place where the use of a key is admitted.
 */
enum KeyUse {
    ENCRYPT(Use.CKF_ENCRYPT,                 CKA_ENCRYPT,        Right.ENCRYPT),
    DECRYPT(Use.CKF_DECRYPT,                 CKA_DECRYPT,        Right.DECRYPT),
    SIGN(Use.CKF_SIGN,                       CKA_SIGN,           Right.SIGN),
    VERIFY(Use.CKF_VERIFY,                   CKA_VERIFY,         Right.VERIFY),
    MESSAGE_ENCRYPT(Use.CKF_MESSAGE_ENCRYPT, CKA_ENCRYPT,        Right.ENCRYPT),
    MESSAGE_DECRYPT(Use.CKF_MESSAGE_DECRYPT, CKA_DECRYPT,        Right.DECRYPT),
    MESSAGE_SIGN(Use.CKF_MESSAGE_SIGN,       CKA_SIGN,           Right.SIGN),
    MESSAGE_VERIFY(Use.CKF_MESSAGE_VERIFY,   CKA_VERIFY,         Right.VERIFY),
    SIGN_RECOVER(Use.CKF_SIGN_RECOVER,       CKA_SIGN_RECOVER,   Right.SIGN),
    VERIFY_RECOVER(Use.CKF_VERIFY_RECOVER,   CKA_VERIFY_RECOVER, Right.VERIFY),
    DERIVE(Use.CKF_DERIVE,                   CKA_DERIVE,         Right.DERIVE),
    WRAP(Use.CKF_WRAP,                       CKA_WRAP,           Right.WRAP_WITH,   CKR_WRAPPING_KEY_HANDLE_INVALID),
    UNWRAP(Use.CKF_UNWRAP,                   CKA_UNWRAP,         Right.UNWRAP_WITH, CKR_UNWRAPPING_KEY_HANDLE_INVALID),
    ENCAPSULATE(Use.CKF_ENCAPSULATE,         CKA_ENCAPSULATE,    Right.ENCAPSULATE),
    DECAPSULATE(Use.CKF_DECAPSULATE,         CKA_DECAPSULATE,    Right.DECAPSULATE, CKR_UNWRAPPING_KEY_HANDLE_INVALID);

    private final Use use;
    private final Cka<Boolean> permission;
    private final Right right;
    private final Ckr handleInvalid;

    KeyUse(Use use, Cka<Boolean> permission, Right right) {
        this(use, permission, right, CKR_KEY_HANDLE_INVALID);
    }

    KeyUse(Use use, Cka<Boolean> permission, Right right, Ckr handleInvalid) {
        this.use = use;
        this.permission = permission;
        this.right = right;
        this.handleInvalid = handleInvalid;
    }

    /**
     * Runs with the key, if this session may use it so; the checks are made in the order of O10, and then the ACLs are asked.
     *
     * @param work gets the object and the key, which it gives back by closing the lease, and what the mechanism does
     */
    <R> R with(Session session, Mechanism mechanism, ObjectHandle handle, Work<R> work) {
        Token token = session.attachment().token();
        return asked(session, mechanism, handle, (key, row) -> {
            boolean spent = false;
            try {
                key.grant().spend(token);
                spent = true;
            } finally {
                if (!spent) {
                    key.lease().close();
                }
            }
            return work.with(key, row);
        });
    }

    /** The same for a call that may only ask for a length: the work spends the grant when it has nothing else to ask. */
    <R> R asked(Session session, Mechanism with, ObjectHandle handle, Work<R> work) {
        Ckm mechanism = with.type();
        while (true) {
            StorageObject object = session.attachment().object(handle, handleInvalid);
            PolicyRules policy = ObjectFunctions.policy(session);
            Admission before = object.admission();
            boolean known = before != null && before.isOf(this, mechanism, policy);
            Admission now = known ? before : new Admission(this, mechanism, policy, admit(object, mechanism, policy),
                right(object));
            Grant grant = session.attachment().grants().require(session, now.right, object, with);
            Optional<HeldKey.Lease> lease = session.attachment().lease(object);
            if (lease.isPresent()) {
                if (!known) {
                    requireSize(now.row, lease.get());
                    object.remember(now);
                }
                return work.with(new Admitted(object, lease.get(), grant), now.row);
            }
            // the object changed between the two looks: look again, which also notices that it is gone
        }
    }

    /**
     * That a key, as it is in one {@link StorageObject}, has passed every check of a use: of its attributes, its size, the
     * mechanism's row and the policy, none of which change. Who asks is no part of it; that is checked at each call, by the
     * right that it takes.
     */
    record Admission(KeyUse use, Ckm mechanism, PolicyRules policy, MechanismRow row, Right right) {
        boolean isOf(KeyUse wanted, Ckm type, PolicyRules rules) {
            return use == wanted && mechanism == type && policy == rules;
        }
    }

    /** A key that may be used so. The lease is to be closed by whoever has this. */
    record Admitted(StorageObject object, HeldKey.Lease lease, Grant grant) {
    }

    @FunctionalInterface
    interface Work<R> {
        R with(Admitted key, MechanismRow row);
    }

    /** What a secret key signs is a MAC, a right of its own. */
    private Right right(StorageObject object) {
        return (right == Right.SIGN || right == Right.VERIFY) && object.objectClass() == CKO_SECRET_KEY ? Right.MAC : right;
    }

    private MechanismRow admit(StorageObject object, Ckm mechanism, PolicyRules policy) {
        if (!object.isKey()) {
            throw handleInvalid.because("%s is no key", object);
        }
        MechanismRow row = Mechanisms.row(mechanism);
        row.admit(use);
        policy.requireUsable(mechanism);
        if (!allows(object, mechanism, policy)) {
            throw CKR_MECHANISM_INVALID.because("%s is not in CKA_ALLOWED_MECHANISMS of %s", mechanism, object);
        }
        row.admit(use, object.objectClass(), object.keyType());
        if (mechanism == CKM_PUB_KEY_FROM_PRIV_KEY) {   // tells nothing that CKA_PUBLIC_KEY_INFO does not tell (6.43)
            return row;
        }
        if (!object.attributes().is(permission)) {
            throw CKR_KEY_FUNCTION_NOT_PERMITTED.because("%s of %s is not true", permission, object);
        }
        if (!hasInit() && object.alwaysAuthenticate()) {
            throw CKR_USER_NOT_LOGGED_IN.because("%s asks for a PIN at each use, and %s has no place for it (L12)",
                object, this);
        }
        return row;
    }

    /**
     * Whether there is an Init, after which a login of its own can come (L9). That of a message function is for any
     * number of messages, for which one PIN does not pay (L12).
     */
    private boolean hasInit() {
        return switch (this) {
            case ENCRYPT, DECRYPT, SIGN, SIGN_RECOVER, VERIFY, VERIFY_RECOVER -> true;
            default -> false;
        };
    }

    private void requireSize(MechanismRow row, HeldKey.Lease lease) {
        boolean fits = false;
        try {
            row.admitSize(use, lease.material().size());
            fits = true;
        } finally {
            if (!fits) {
                lease.close();
            }
        }
    }

    private boolean allows(StorageObject object, Ckm mechanism, PolicyRules policy) {
        Optional<long[]> allowed = object.attributes().get(CKA_ALLOWED_MECHANISMS);
        if (allowed.isEmpty()) {
            return !wantsToBeNamed(mechanism, policy);
        }
        for (long code : allowed.get()) {
            if (code == mechanism.code()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Decryption with PKCS#1 v1.5 is an oracle for whoever can call it, raw RSA signs and decrypts whatever follows from
     * other results, CKM_HKDF_DATA tells what a key is that CKM_HKDF_DERIVE made of the same inputs, and the derivations
     * from a master secret of TLS tell IVs: they are only for keys that name them (Z9, Z10, Z16, Z19, D22). So are, where
     * the policy has it so, new signatures over SHA-1.
     */
    private boolean wantsToBeNamed(Ckm mechanism, PolicyRules policy) {
        return switch (mechanism) {
            case CKM_RSA_PKCS -> this == DECRYPT || this == UNWRAP;
            case CKM_RSA_X_509 -> this == DECRYPT || this == SIGN || this == MESSAGE_SIGN;
            case CKM_HKDF_DATA, CKM_TLS12_KEY_AND_MAC_DERIVE, CKM_TLS12_KEY_SAFE_DERIVE, CKM_TLS_KDF, CKM_TLS12_KDF -> true;
            case CKM_SHA1_RSA_PKCS, CKM_SHA1_RSA_PKCS_PSS, CKM_ECDSA_SHA1 ->
                (this == SIGN || this == MESSAGE_SIGN) && !policy.signsWithSha1();
            default -> false;
        };
    }
}
