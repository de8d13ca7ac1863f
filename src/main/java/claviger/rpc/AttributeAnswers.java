package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_DEVICE_MEMORY;

import claviger.cryptoki.AttributeRequest;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private static final long MOST_BYTES = 8L << 20;

    private final List<WireAttribute.Wanted> wanted;
    private final List<AttributeRequest> requests;

    AttributeAnswers(List<WireAttribute.Wanted> wanted) {
        this.wanted = wanted;
        Map<Long, AttributeRequest> asked = new HashMap<>();
        this.requests = wanted.stream().map(one -> asked.computeIfAbsent(one.type(),
            type -> new AttributeRequest(Cka.of(type), Output.unbounded()))).toList();
    }

    /** Has the requests filled. @return the code of the whole call */
    Ckr filled(Consumer<List<AttributeRequest>> call) {
        Ckr ckr = Ckr.CKR_OK;
        try {
            call.accept(requests.stream().distinct().toList());      // each once, however often a peer wants it
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
        long bytes = 0;
        for (int i = 0; i < wanted.size(); i++) {
            byte[] value = value(i);
            bytes += value == null || wanted.get(i).room() < value.length ? 0 : value.length;
            if (bytes > MOST_BYTES) {
                throw CKR_DEVICE_MEMORY.because("more than %d bytes of attributes in one reply", MOST_BYTES);
            }
            attributes.add(Attributes.answer(wanted.get(i), value));
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
