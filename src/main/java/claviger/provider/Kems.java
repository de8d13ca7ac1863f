package claviger.provider;

import static claviger.provider.ServiceRow.oid;
import static claviger.provider.ServiceRow.row;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.CkpParameterSet;
import java.util.ArrayList;
import java.util.List;

/** The rows of javax.crypto.KEM, which JDK 21 has, and of JDK 17 the later updates (D36). */
final class Kems {
    private static final String MAKER = "claviger.provider.TokenKem$Maker";

    private Kems() {
    }

    /** None where the JDK has no KEM, or the one that compiled this had none. */
    static List<ServiceRow> rows() {
        List<ServiceRow> rows = new ArrayList<>();
        if (NewerApi.isHere("javax.crypto.KEM", MAKER)) {
            rows.add(row("KEM", "ML-KEM", Ckm.CKM_ML_KEM, maker("ML-KEM")));
            for (CkpParameterSet set : ParameterSets.of(Ckk.CKK_ML_KEM)) {
                String name = ParameterSets.name(set);
                rows.add(row("KEM", name, Ckm.CKM_ML_KEM, maker(name), oid(ParameterSets.oid(set).getId())));
            }
        }
        return rows;
    }

    private static ServiceRow.Maker maker(String name) {
        return NewerApi.maker(MAKER, name);
    }
}
