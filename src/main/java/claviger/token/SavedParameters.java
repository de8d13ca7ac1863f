package claviger.token;

import static claviger.cryptoki.Ckr.CKR_SAVED_STATE_INVALID;
import static claviger.cryptoki.Ckr.CKR_STATE_UNSAVEABLE;

import claviger.cryptoki.Ckg;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.HedgeType;
import claviger.cryptoki.Parameters;
import claviger.seal.Frame;

/** The parameters of the mechanisms whose operations can be saved, in the bytes of a saved state (V4). Stateless. */
final class SavedParameters {
    private static final int NONE = 0;
    private static final int IV = 1;
    private static final int CTR = 2;
    private static final int PSS = 3;
    private static final int MAC_GENERAL = 4;
    private static final int SIGN_CONTEXT = 5;

    private SavedParameters() {
    }

    static void write(Frame.Writer out, Parameters parameters) {
        if (parameters instanceof Parameters.None) {
            out.small(NONE);
        } else if (parameters instanceof Parameters.Iv iv) {
            out.small(IV).bytes(iv.iv());
        } else if (parameters instanceof Parameters.Ctr ctr) {
            out.small(CTR).number(ctr.counterBits()).bytes(ctr.block());
        } else if (parameters instanceof Parameters.Pss pss) {
            out.small(PSS).number(pss.hash().code()).number(pss.mgf().code()).number(pss.saltLength());
        } else if (parameters instanceof Parameters.MacGeneral mac) {
            out.small(MAC_GENERAL).number(mac.length());
        } else if (parameters instanceof Parameters.SignContext context) {
            out.small(SIGN_CONTEXT).number(context.hedge().code()).bytes(context.context());
        } else {
            throw CKR_STATE_UNSAVEABLE.because("an operation with this kind of parameter");
        }
    }

    static Parameters read(Frame.Reader in) {
        int form = in.small();
        return switch (form) {
            case NONE -> Parameters.NONE;
            case IV -> new Parameters.Iv(in.bytes());
            case CTR -> new Parameters.Ctr((int) in.number(), in.bytes());
            case PSS -> new Parameters.Pss(mechanism(in), Ckg.of(in.number()), (int) in.number());
            case MAC_GENERAL -> new Parameters.MacGeneral((int) in.number());
            case SIGN_CONTEXT -> new Parameters.SignContext(HedgeType.of(in.number()), in.bytes());
            default -> throw CKR_SAVED_STATE_INVALID.because("parameters of form %d", form);
        };
    }

    static Ckm mechanism(Frame.Reader in) {
        return Ckm.of(in.number()).orElseThrow(() -> CKR_SAVED_STATE_INVALID.because("no such mechanism"));
    }
}
