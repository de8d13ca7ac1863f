package claviger.cryptoki;

import java.util.List;
import java.util.Optional;

/**
 * Who may do what with a token and its objects, beside PKCS#11's own rules: what the standard does not have, so
 * {@link Cryptoki#authorizations()} may be missing (D2). An ACL narrows and never stands for a login: what is done has to be
 * allowed by PKCS#11 and by the ACL of the token and of the object (D28).
 *
 * <p>All byte arrays are S-expressions of RFC 9804 in canonical form. As everywhere, the functions may be called by several
 * threads at once, and two calls on one session take turns.
 *
 * <p>Each function throws {@link CkrException}, beside the codes of all functions of a session, with
 * CKR_FUNCTION_NOT_SUPPORTED where there are no ACLs; CKR_DATA_LEN_RANGE for an argument that is longer than its bound;
 * CKR_ARGUMENTS_BAD for one that is not of its form; CKR_ACTION_PROHIBITED for what is denied (D30). Then nothing has changed.
 */
public interface Authorizations {
    /** The most bytes of an ACL, and of an owner. */
    int ACL_BYTES = 256 << 10;
    /** The most bytes of a challenge. */
    int CHALLENGE_BYTES = 4 << 10;
    /** The most bytes of credentials that are presented at once. */
    int CREDENTIALS_BYTES = 256 << 10;
    /** The most bytes of an approval. */
    int APPROVAL_BYTES = 64 << 10;
    /** The most approvals of a token that have not expired. */
    int APPROVALS = 1000;
    /** The most bytes that they have together, so that {@link #approvals} is one answer. */
    int ALL_APPROVALS_BYTES = 8 << 20;
    /** The most bytes of {@link #denial}, in UTF-8. */
    int DENIAL_BYTES = 8 << 10;

    /**
     * The ACL of an object, or of the token itself. Whoever sees the object may read it.
     *
     * @param object {@link ObjectHandle#NONE} for the token
     * @return empty if there is none, so that PKCS#11's own rules are all
     * @throws CkrException CKR_OBJECT_HANDLE_INVALID for an object that the session does not see; CKR_USER_NOT_LOGGED_IN
     *     where it can't be opened, since ACLs are sealed (D29)
     */
    Optional<byte[]> acl(SessionHandle session, ObjectHandle object);

    /**
     * Sets, replaces or removes an ACL. Needs a R/W session with the user logged in, and the right {@code admin-acl} for what
     * the ACL belongs to, by the ACLs from before.
     *
     * @param object a token object, or {@link ObjectHandle#NONE} for the token
     * @param acl    empty to remove it; at most {@value #ACL_BYTES} bytes
     * @throws CkrException CKR_SESSION_READ_ONLY, CKR_USER_NOT_LOGGED_IN, CKR_OBJECT_HANDLE_INVALID; CKR_ARGUMENTS_BAD for a
     *     session object, too
     */
    void setAcl(SessionHandle session, ObjectHandle object, Optional<byte[]> acl);

    /**
     * The subject that may edit the ACLs of this token. Every session with the user logged in may read it.
     *
     * @throws CkrException CKR_USER_NOT_LOGGED_IN
     */
    byte[] owner(SessionHandle session);

    /**
     * Gives the right to edit ACLs to another subject. Needs a R/W session with the user logged in and the right
     * {@code admin-owner}; and since nobody could take it back from a subject that nobody is, this very session has to satisfy
     * the new one.
     *
     * @param subject at most {@value #ACL_BYTES} bytes
     * @throws CkrException CKR_SESSION_READ_ONLY, CKR_USER_NOT_LOGGED_IN; CKR_ACTION_PROHIBITED if this session does not
     *     satisfy the subject, too
     */
    void setOwner(SessionHandle session, byte[] subject);

    /**
     * A new challenge, which a key signs to be one of this application's requestors. It is good for one proof, by this
     * application, for a short time.
     *
     * @return at most {@value #CHALLENGE_BYTES} bytes
     */
    byte[] challenge(SessionHandle session);

    /**
     * Presents certificates, and proofs of keys over a {@link #challenge}. They count for all sessions of this application with
     * the token, until it logs out or its last session with the token closes. No right is needed: who presents more may do no
     * less.
     *
     * @param credentials a {@code (sequence ...)} of at most {@value #CREDENTIALS_BYTES} bytes
     * @throws CkrException CKR_SIGNATURE_INVALID if one of them is not signed by its key, or a proof is not of a challenge that
     *     is still good; then none of them counts
     */
    void present(SessionHandle session, byte[] credentials);

    /**
     * Leaves an approval with the token: a request, which names the token, the object, the operation, a number of uses, an end
     * and a nonce, with the signatures of operators. The token keeps it until its end and counts its uses down, whoever makes
     * them (D30). More signatures of the same request add to those that are there; nothing gives uses or time back. Needs a
     * login and no right: an approval is worth what its signatures are.
     *
     * @param approval at most {@value #APPROVAL_BYTES} bytes
     * @throws CkrException CKR_USER_NOT_LOGGED_IN; CKR_SIGNATURE_INVALID if a signature is not right, or of somebody whom no
     *     list names; CKR_OBJECT_HANDLE_INVALID for an object that the session does not see; CKR_DEVICE_MEMORY if the token has
     *     {@value #APPROVALS} of them, or more than {@value #ALL_APPROVALS_BYTES} bytes
     */
    void approve(SessionHandle session, byte[] approval);

    /**
     * The approvals that this token has: those that wait for more signatures and those that can be used; none that has
     * expired or is used up.
     *
     * @return at most {@value #APPROVALS}, with {@value #ALL_APPROVALS_BYTES} bytes together
     * @throws CkrException CKR_USER_NOT_LOGGED_IN
     */
    List<byte[]> approvals(SessionHandle session);

    /**
     * Why the last call of this session, other than this one, was denied by an ACL: which right was wanted and what came
     * nearest to granting it.
     *
     * @return for a person to read, at most {@value #DENIAL_BYTES} bytes of UTF-8; empty if it was not denied
     */
    String denial(SessionHandle session);
}
