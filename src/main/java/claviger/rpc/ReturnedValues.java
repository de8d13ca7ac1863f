package claviger.rpc;

import claviger.cryptoki.KeyMatOut;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Returned;
import claviger.cryptoki.Version;
import java.util.Optional;

/**
 * What a call has put into the parameter of its mechanism: out of the reply's parameter, into that of the caller.
 *
 * @param handles of the connection, for the keys among them
 */
record ReturnedValues(Handles handles) {

    void copy(Parameters from, Parameters to) {
        if (from instanceof Parameters.Tls12MasterKey made && to instanceof Parameters.Tls12MasterKey given) {
            copy(made.version(), given.version());
        } else if (from instanceof Parameters.Tls12ExtendedMasterKey made
                && to instanceof Parameters.Tls12ExtendedMasterKey given) {
            copy(made.version(), given.version());
        } else if (from instanceof Parameters.Tls12KeyMat made && to instanceof Parameters.Tls12KeyMat given) {
            made.returned().value().map(this::ours).ifPresent(given.returned()::put);
        }
    }

    private static void copy(Optional<Returned<Version>> from, Optional<Returned<Version>> to) {
        from.flatMap(Returned::value).ifPresent(version -> to.ifPresent(wanted -> wanted.put(version)));
    }

    private KeyMatOut ours(KeyMatOut theirs) {
        return new KeyMatOut(ours(theirs.clientMacSecret()), ours(theirs.serverMacSecret()), ours(theirs.clientKey()),
            ours(theirs.serverKey()), theirs.clientIv(), theirs.serverIv());
    }

    private ObjectHandle ours(ObjectHandle theirs) {
        return handles.object(theirs.value());
    }
}
