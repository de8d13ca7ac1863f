package claviger.rpc;

import claviger.cryptoki.AttributeRequest;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * C_GetAttributeValue for a peer: what it wants with its room in C's lengths, asked of the token without bounds, and
 * what of it fits (G1). One thread.
 */
final class AttributeAnswers {
    /** The codes that come with what could be filled; any other comes alone. */
    private static final Set<Ckr> WITH_ATTRIBUTES = Set.of(Ckr.CKR_OK, Ckr.CKR_ATTRIBUTE_SENSITIVE,
        Ckr.CKR_ATTRIBUTE_TYPE_INVALID, Ckr.CKR_BUFFER_TOO_SMALL);

    private final List<WireAttribute.Wanted> wanted;
    private final List<AttributeRequest> requests;

    AttributeAnswers(List<WireAttribute.Wanted> wanted) {
        this.wanted = wanted;
        this.requests = wanted.stream()
            .map(one -> new AttributeRequest(Cka.of(one.type()), Output.unbounded())).toList();
    }

    /** Has the requests filled. @return the code of the whole call */
    Ckr filled(Consumer<List<AttributeRequest>> call) {
        Ckr ckr = Ckr.CKR_OK;
        try {
            call.accept(requests);
        } catch (CkrException e) {
            if (!WITH_ATTRIBUTES.contains(e.ckr())) {
                throw e;
            }
            ckr = e.ckr();
        }
        return ckr == Ckr.CKR_OK && isAnyTooSmall() ? Ckr.CKR_BUFFER_TOO_SMALL : ckr;
    }

    List<WireAttribute> attributes() {
        List<WireAttribute> attributes = new ArrayList<>(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            attributes.add(Attributes.answer(wanted.get(i), value(i)));
        }
        return attributes;
    }

    private boolean isAnyTooSmall() {
        for (int i = 0; i < wanted.size(); i++) {
            if (Attributes.isTooSmall(wanted.get(i), value(i))) {
                return true;
            }
        }
        return false;
    }

    /** Null where the token gave none. */
    private byte[] value(int i) {
        Output output = requests.get(i).output();
        return output.length() == Output.UNAVAILABLE ? null : output.bytes();
    }
}
