package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_OK;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cku;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Set;

/**
 * Why a server of ours denied a call: the wire carries a code alone, and its token knows the words (D30). Asked for once
 * after a refusal that can be a denial, and only where there is an answer. Safe between threads.
 */
final class Denials {
    private static final System.Logger LOG = System.getLogger("claviger.rpc");
    private static final Set<Ckr> DENIED = EnumSet.of(CKR_KEY_FUNCTION_NOT_PERMITTED, CKR_ACTION_PROHIBITED);

    private final Link link;
    /** The server is older than the call, or what it serves has no ACLs. */
    private volatile boolean unknown;

    Denials(Link link) {
        this.link = link;
    }

    /** The words for a refusal, in one line; empty if there are none. The refusal stands, whatever becomes of this. */
    String words(Message request, Ckr refusal) {
        if (!DENIED.contains(refusal) || unknown || !isOfToken(request)) {
            return "";
        }
        try {
            return link.isOurs() ? asked(request) : "";
        } catch (CkrException e) {
            LOG.log(Level.DEBUG, "why " + request.call() + " was denied at " + link.endpoint(), e);
            return "";
        }
    }

    private String asked(Message request) {
        Message reply = link.answer(Message.request(Call.X_Denial, request.values().get(0)), Set.of());
        unknown = reply.ckr() == CKR_FUNCTION_NOT_SUPPORTED;
        return reply.ckr() == CKR_OK ? Texts.oneLine(Texts.words(reply.values().get(0))) : "";
    }

    /** Whether a token has denied it: the calls of the SO are refused by the server itself (D26). */
    private static boolean isOfToken(Message request) {
        boolean so = (request.call() == Call.C_Login || request.call() == Call.C_LoginUser)
            && (Long) request.values().get(1) == Cku.CKU_SO.code();
        return request.call().isOfSession() && !so;
    }
}
