package claviger.token;

import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;

import claviger.spki.Principal;
import claviger.spki.Sexp;
import claviger.spki.SexpList;
import claviger.spki.SignedBy;
import claviger.spki.SpkiException;
import claviger.store.ApprovalRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What operators have signed on machines of their own, so that their keys count beside the requestors of one kind of request
 * (D30): {@code (sequence <request> (signature ..) ..)}, see {@link ApprovalRequest}. Its uses are counted down in the store,
 * whoever makes them. Only the use of a key is approved so. Immutable.
 *
 * @param sexp the sequence
 */
record Approval(ApprovalRequest request, SexpList sexp) {
    /** The most signatures of one. */
    static final int MOST_SIGNATURES = 16;
    private static final int HEAD = 2;

    /** Reads one. Its signatures have not been verified. @return empty if it is none */
    static Optional<Approval> read(byte[] canonical) {
        try {
            SexpList sequence = (SexpList) Sexp.canonical(canonical);
            if (!sequence.name().equals("sequence") || sequence.items().size() > HEAD + MOST_SIGNATURES) {
                return Optional.empty();
            }
            return Optional.of(new Approval(ApprovalRequest.read(sequence.items().get(1)), sequence));
        } catch (SpkiException | ClassCastException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The approvals that a token has for a request, each with a use left. */
    static List<Approval> of(Token token, Request request, Instant now) {
        if (!request.right().isKeyUse() || request.object().isEmpty()) {
            return List.of();
        }
        List<Approval> fitting = new ArrayList<>();
        for (ApprovalRow row : token.store().read(reader ->
                reader.approvals(token.serial(), request.object().get().uniqueId()))) {
            read(row.approval()).filter(approval -> approval.request.isFor(token, request)
                && row.used() < approval.request.uses() && now.isBefore(approval.request.expires())).ifPresent(fitting::add);
        }
        return fitting;
    }

    Instant expires() {
        return request.expires();
    }

    Optional<byte[]> digest() {
        return request.digest();
    }

    /** Uses it up by one. @throws claviger.cryptoki.CkrException CKR_KEY_FUNCTION_NOT_PERMITTED if others were quicker */
    void spend(Token token) {
        if (!token.store().write(writer -> writer.useApproval(request.serial(), request.nonce(), request.uses()))) {
            throw CKR_KEY_FUNCTION_NOT_PERMITTED.because("denied: the approval has expired, or its %d uses are used up",
                request.uses());
        }
    }

    /**
     * The keys that have signed it.
     *
     * @throws SpkiException if a signature is not right
     */
    Set<Principal> operators() {
        Set<Principal> operators = new LinkedHashSet<>();
        signatures().forEach(signature -> operators.add(SignedBy.signer(sexp.items().get(1), signature)));
        return operators;
    }

    List<Sexp> signatures() {
        return sexp.items().subList(HEAD, sexp.items().size());
    }

    /** The same request with the signatures of both. */
    Approval and(Approval other) {
        List<Sexp> parts = new ArrayList<>(sexp.items());
        other.signatures().stream().filter(signature -> !parts.contains(signature)).forEach(parts::add);
        return new Approval(request, SexpList.of(parts));
    }

    /** Whether another one is of the same request, every word of it. */
    boolean isOf(Approval other) {
        return sexp.items().get(1).equals(other.sexp.items().get(1));
    }
}
