package claviger.token;

import claviger.cryptoki.Authorizations;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import java.util.List;
import java.util.Optional;

/** What an application can say and ask of ACLs, one line per call, as {@link Application} has the functions of PKCS#11. */
record TokenAuthorizations(Application application) implements Authorizations {
    @Override public Optional<byte[]> acl(SessionHandle session, ObjectHandle object) {
        return application.call(session, ours -> AclFunctions.acl(ours, object));
    }

    @Override public void setAcl(SessionHandle session, ObjectHandle object, Optional<byte[]> acl) {
        application.run(session, ours -> AclFunctions.setAcl(ours, object, acl));
    }

    @Override public byte[] owner(SessionHandle session) {
        return application.call(session, AclFunctions::owner);
    }

    @Override public void setOwner(SessionHandle session, byte[] subject) {
        application.run(session, ours -> AclFunctions.setOwner(ours, subject));
    }

    @Override public byte[] challenge(SessionHandle session) {
        return application.call(session, ours -> ours.attachment().grants().challenge());
    }

    @Override public void present(SessionHandle session, byte[] credentials) {
        application.run(session, ours -> ours.attachment().grants().present(credentials));
    }

    @Override public void approve(SessionHandle session, byte[] approval) {
        application.run(session, ours -> Quorum.approve(ours, approval));
    }

    @Override public List<byte[]> approvals(SessionHandle session) {
        return application.call(session, Quorum::approvals);
    }

    @Override public String denial(SessionHandle session) {
        return application.call(session, Session::denialBefore);
    }
}
