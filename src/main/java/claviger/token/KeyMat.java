package claviger.token;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_COPYABLE;
import static claviger.cryptoki.Cka.CKA_DERIVE_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_DESTROYABLE;
import static claviger.cryptoki.Cka.CKA_END_DATE;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_MODIFIABLE;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_START_DATE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.KeyMatOut;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import claviger.mechanism.KeyBlock;
import claviger.mechanism.KeyMaterial;
import claviger.mechanism.KeyTypes;
import claviger.mechanism.MechanismRow;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One C_DeriveKey that makes up to four keys at once, all or none: CKM_TLS12_KEY_AND_MAC_DERIVE and
 * CKM_TLS12_KEY_SAFE_DERIVE (6.40). Each is as sensitive as the master secret. The caller's template is for the two
 * keys of the cipher; to those of the MAC applies what is true of any object.
 */
record KeyMat(Session session, Mechanism mechanism, Template given) {
    private static final Set<Ckm> MECHANISMS =
        EnumSet.of(Ckm.CKM_TLS12_KEY_AND_MAC_DERIVE, Ckm.CKM_TLS12_KEY_SAFE_DERIVE);

    private static final Set<Cka<?>> OF_ANY_KEY = Set.of(CKA_TOKEN, CKA_PRIVATE, CKA_MODIFIABLE, CKA_COPYABLE,
        CKA_DESTROYABLE, CKA_LABEL, CKA_ID, CKA_START_DATE, CKA_END_DATE, CKA_SENSITIVE, CKA_EXTRACTABLE);

    /** A key that is to be made, and its value, which is empty if nobody wants it. */
    private record Wanted(NewObject key, byte[] value) {
    }

    static boolean isMadeBy(Mechanism mechanism) {
        return MECHANISMS.contains(mechanism.type());
    }

    /** Makes the keys, whose handles and IVs it puts into the parameter. */
    void derive(ObjectHandle masterSecret) {
        KeyUse.DERIVE.with(session, mechanism, masterSecret, (base, row) -> {
            try (HeldKey.Lease lease = base.lease()) {
                ObjectFunctions.policy(session).requireSeparate(mechanism);
                derive(base.object().attributes(), lease.material(), row);
            }
            return null;
        });
    }

    private void derive(Template base, KeyMaterial material, MechanismRow row) {
        NewObject mac = admitted(base, given.only(OF_ANY_KEY::contains), implied(base).only(OF_ANY_KEY::contains)
            .with(CKA_KEY_TYPE, CKK_GENERIC_SECRET).with(CKA_SIGN, true).with(CKA_VERIFY, true));
        NewObject cipher = admitted(base, given, Template.EMPTY
            .with(CKA_KEY_TYPE, given.get(CKA_KEY_TYPE, CKK_GENERIC_SECRET)).with(implied(base)));
        KeyBlock block = row.algorithm().keyBlock(material, mechanism.parameters());
        boolean done = false;
        try {
            ObjectHandle[] handles = inserted(base, List.of(new Wanted(mac, block.clientMacSecret()),
                new Wanted(mac, block.serverMacSecret()), new Wanted(cipher, block.clientKey()),
                new Wanted(cipher, block.serverKey())));
            ((Parameters.Tls12KeyMat) mechanism.parameters()).returned().put(new KeyMatOut(
                handles[0], handles[1], handles[2], handles[3], block.clientIv(), block.serverIv()));
            done = true;
        } finally {
            if (!done) {
                block.wipe();
            }
        }
    }

    private static Template implied(Template base) {
        return base.get(CKA_DERIVE_TEMPLATE, Template.EMPTY);
    }

    private NewObject admitted(Template base, Template asked, Template implied) {
        return KeyFunctions.admitted(session, Origin.DERIVE, asked, implied.with(CKA_CLASS, CKO_SECRET_KEY)
            .with(CKA_SENSITIVE, base.is(CKA_SENSITIVE)).with(CKA_EXTRACTABLE, base.is(CKA_EXTRACTABLE)));
    }

    private ObjectHandle[] inserted(Template history, List<Wanted> all) {
        List<Template> complete = new ArrayList<>();
        for (Wanted wanted : all) {
            if (wanted.value().length > 0) {
                complete.add(wanted.key().derived(KeyTypes::completed, history, 0,
                    Template.EMPTY.with(CKA_VALUE, wanted.value())));
            }
        }
        List<StorageObject> made = KeyFunctions.insert(session, complete);
        ObjectHandle[] handles = new ObjectHandle[all.size()];
        int next = 0;
        for (int i = 0; i < handles.length; i++) {
            handles[i] = all.get(i).value().length == 0 ? ObjectHandle.NONE
                : session.attachment().handle(made.get(next++));
        }
        return handles;
    }
}
