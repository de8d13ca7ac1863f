package claviger.mechanism;

import static claviger.cryptoki.HedgeType.CKH_DETERMINISTIC_REQUIRED;
import static claviger.cryptoki.HedgeType.CKH_HEDGE_PREFERRED;

import claviger.cryptoki.HedgeType;
import claviger.cryptoki.Parameters;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.params.ParametersWithRandom;

/** What CK_SIGN_ADDITIONAL_CONTEXT says, or its absence: hedged, and with the empty context. */
record Hedge(boolean random, byte[] context) {
    private static final int MOST_CONTEXT = 255;

    static Hedge of(Parameters parameters) {
        if (parameters instanceof Parameters.None) {
            return of(CKH_HEDGE_PREFERRED, new byte[0]);
        }
        Parameters.SignContext given = Param.of(Parameters.SignContext.class, parameters);
        return of(given.hedge(), given.context());
    }

    static Hedge of(HedgeType hedge, byte[] context) {
        Param.require(context.length <= MOST_CONTEXT, "a context has at most 255 bytes");
        return new Hedge(hedge != CKH_DETERMINISTIC_REQUIRED, context);
    }

    /** The key for signing: with a source of randomness if the signature is to be hedged. */
    CipherParameters signing(CipherParameters key) {
        return random ? new ParametersWithRandom(key, Jdk.random()) : key;
    }

    /** A key with the context. */
    CipherParameters inContext(CipherParameters key) {
        return new ParametersWithContext(key, context);
    }
}
