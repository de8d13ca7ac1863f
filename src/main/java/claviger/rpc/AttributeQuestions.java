package claviger.rpc;

import claviger.cryptoki.Attribute;
import claviger.cryptoki.AttributeRequest;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Kind;
import claviger.cryptoki.Output;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * C_GetAttributeValue of a client: what is asked with which room, and what of the replies goes where (G1). A server of ours
 * is asked for everything at once. Others are asked with some room first, and again for what is larger; what confuses them
 * beside other attributes, templates and the length of a list of mechanisms, is asked for alone and with room. One thread.
 */
final class AttributeQuestions {
    /** Room that costs our server nothing. */
    private static final long AMPLE = 1 << 24;
    /** Room that a stock server takes memory for. */
    private static final long ROOM = 1 << 12;
    private static final long MOST_ROOM = 1 << 20;
    /** Values of these kinds can be longer than what they are asked with at first. */
    private static final Set<Kind<?>> LONG = Set.of(Kind.BYTES, Kind.TEXT, Kind.MECHANISMS);

    /** What a token says of an attribute that it cannot read, instead of the codes for that. */
    private static final Set<Ckr> UNREADABLE = Set.of(Ckr.CKR_GENERAL_ERROR, Ckr.CKR_FUNCTION_FAILED, Ckr.CKR_ARGUMENTS_BAD);

    private final Link link;
    private final Object session;
    private final Object object;
    private final boolean whateverThereIs;

    /** @param whateverThereIs whether one attribute that a foreign token fails to read leaves the others alone */
    AttributeQuestions(Link link, Object session, Object object, boolean whateverThereIs) {
        this.link = link;
        this.session = session;
        this.object = object;
        this.whateverThereIs = whateverThereIs;
    }

    /** What a server said of one attribute: its value, or only its length, or neither. */
    private record Told(Optional<byte[]> value, long length) {
        static final Told NOTHING = new Told(Optional.empty(), Output.UNAVAILABLE);
    }

    /** Fills every request that can be filled. @return the code of the whole call */
    Ckr fill(List<AttributeRequest> requests) {
        Told[] told = new Told[requests.size()];
        Ckr ckr = ask(requests, told);
        Ckr outcome = Ckr.CKR_OK;
        for (int i = 0; i < told.length; i++) {
            Output output = requests.get(i).output();
            if (told[i].value.isPresent()) {
                outcome = output.offer(told[i].value.get()) ? outcome : Ckr.CKR_BUFFER_TOO_SMALL;
            } else if (told[i].length != Output.UNAVAILABLE && output.isLengthQuery()) {
                output.admits(told[i].length);
            } else {
                output.withhold();
                outcome = ckr == Ckr.CKR_OK ? Ckr.CKR_BUFFER_TOO_SMALL : ckr;
            }
        }
        return outcome;
    }

    private Ckr ask(List<AttributeRequest> requests, Told[] told) {
        List<Integer> together = new ArrayList<>();
        List<Integer> alone = new ArrayList<>();
        for (int i = 0; i < told.length; i++) {
            (isAskedAlone(requests.get(i)) ? alone : together).add(i);
        }
        Ckr ckr = together.isEmpty() && !alone.isEmpty() ? Ckr.CKR_OK : ask(requests, together, told, false);
        for (int each : alone) {
            Ckr one = ask(requests, List.of(each), told, false);
            ckr = one == Ckr.CKR_OK ? ckr : one;
        }
        List<Integer> larger = IntStream.range(0, told.length).filter(i -> mayBeLarger(requests.get(i), told[i])).boxed()
            .toList();
        if (ckr != Ckr.CKR_OK && !larger.isEmpty()) {
            Ckr again = ask(requests, larger, told, true);
            ckr = ckr == Ckr.CKR_BUFFER_TOO_SMALL ? again : ckr;
        }
        return ckr;
    }

    private boolean isAskedAlone(AttributeRequest request) {
        Kind<?> kind = request.attribute().kind();
        return kind == Kind.TEMPLATE && !link.isOurs()
            || kind == Kind.MECHANISMS && room(request) == 0 && !link.isOurs();
    }

    private boolean mayBeLarger(AttributeRequest request, Told told) {
        return told.value.isEmpty() && request.output().room() > ROOM && LONG.contains(request.attribute().kind())
            && !link.isOurs();
    }

    /** Asks about some of them. @param again with as much room as we ever give */
    private Ckr ask(List<AttributeRequest> requests, List<Integer> which, Told[] told, boolean again) {
        List<WireAttribute.Wanted> wanted = which.stream().map(requests::get)
            .map(request -> new WireAttribute.Wanted(request.attribute().code(), again ? MOST_ROOM : room(request), null))
            .toList();
        Set<Long> lengthOnly = wanted.stream().filter(one -> one.room() == 0).map(WireAttribute.Wanted::type)
            .collect(Collectors.toSet());
        Object[] arguments = {link.handles().wire(Part.ULONG, session), link.handles().wire(Part.ULONG, object), wanted};
        Message request = Message.request(Call.C_GetAttributeValue, arguments);
        Message answer = link.answer(request, lengthOnly);
        if (whateverThereIs && UNREADABLE.contains(answer.ckr())) {
            return askOneByOne(requests, which, told);
        }
        List<Object> reply = link.checked(request, answer);
        List<?> attributes = (List<?>) reply.get(0);
        for (int i = 0; i < which.size(); i++) {
            told[which.get(i)] = i >= attributes.size() ? Told.NOTHING
                : told((WireAttribute) attributes.get(i), wanted.get(i).room() == 0);
        }
        return Ckr.of((Long) reply.get(1));
    }

    /** SoftHSM2 2.6 fails as a whole when a date is among what it is asked for. */
    private Ckr askOneByOne(List<AttributeRequest> requests, List<Integer> which, Told[] told) {
        if (which.size() == 1) {
            told[which.get(0)] = Told.NOTHING;
            return Ckr.CKR_ATTRIBUTE_TYPE_INVALID;
        }
        Ckr ckr = Ckr.CKR_OK;
        for (int each : which) {
            Ckr one = ask(requests, List.of(each), told, false);
            ckr = one == Ckr.CKR_OK ? ckr : one;
        }
        return ckr;
    }

    private long room(AttributeRequest request) {
        Output output = request.output();
        Kind<?> kind = request.attribute().kind();
        if (kind == Kind.TEMPLATE) {
            return AMPLE;      // its length here is not its length in C
        } else if (output.room() == Long.MAX_VALUE) {
            return LONG.contains(kind) && link.isOurs() ? AMPLE : ROOM;
        } else if (kind == Kind.MECHANISMS && output.room() == 0) {
            return ROOM;
        }
        return Math.min(output.room(), AMPLE);
    }

    private static Told told(WireAttribute attribute, boolean lengthOnly) {
        if (!attribute.isAvailable()) {
            return Told.NOTHING;
        }
        return lengthOnly ? new Told(Optional.empty(), attribute.length())
            : new Told(value(attribute), Output.UNAVAILABLE);
    }

    /** A value that a foreign token gives and that means nothing is as good as none. */
    private static Optional<byte[]> value(WireAttribute wire) {
        try {
            Attribute attribute = Attributes.attribute(wire);
            Cka.of(attribute.type()).kind().decode(attribute.value());
            return Optional.of(attribute.value());
        } catch (CkrException e) {
            return Optional.empty();
        }
    }

    /** The codes with which attributes come; each request has been filled or not. */
    static void require(Ckr ckr, Object object) {
        if (ckr != Ckr.CKR_OK) {
            throw ckr.because("not every attribute of %s could be read", object);
        }
    }

    /** Requests without bounds. */
    static List<AttributeRequest> unbounded(Cka<?>... attributes) {
        List<AttributeRequest> requests = new ArrayList<>();
        for (Cka<?> attribute : attributes) {
            requests.add(new AttributeRequest(attribute, Output.unbounded()));
        }
        return Collections.unmodifiableList(requests);
    }
}
