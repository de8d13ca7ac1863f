package claviger.cli;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Cku.CKU_USER;

import claviger.config.Presentation;
import claviger.cryptoki.Authorizations;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.cryptoki.TokenInfo;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A token that a command has opened, wherever it is, with one session. One thread. */
final class OpenToken implements AutoCloseable {
    private static final byte[] NO_ID = {};

    private final AutoCloseable place;
    private final Cryptoki application;
    private final TokenInfo info;
    private final SessionHandle session;

    /** An object of the token, with what people name it by. */
    record Named(ObjectHandle handle, Template attributes) {
        Cko kind() {
            return attributes.require(CKA_CLASS);
        }

        String uniqueId() {
            return attributes.get(CKA_UNIQUE_ID, "");
        }

        String label() {
            return attributes.get(CKA_LABEL, "");
        }

        private boolean isKey() {
            return kind() == CKO_PRIVATE_KEY || kind() == CKO_SECRET_KEY;
        }

        private boolean isNamed(String wanted) {
            return wanted.equals(uniqueId()) || wanted.equals(label())
                || wanted.equalsIgnoreCase(HexFormat.of().formatHex(attributes.get(CKA_ID, NO_ID)));
        }
    }

    private OpenToken(AutoCloseable place, Cryptoki application, TokenInfo info, SessionHandle session) {
        this.place = place;
        this.application = application;
        this.info = info;
        this.session = session;
    }

    /** @param place what is to be closed at the end, or if there is no such token */
    static OpenToken of(AutoCloseable place, Tokens tokens, String wanted, boolean readWrite) {
        boolean opened = false;
        try {
            Tokens.Token token = tokens.named(wanted);
            OpenToken open = new OpenToken(place, tokens.application(), token.info(),
                tokens.application().openSession(token.slot(), readWrite));
            opened = true;
            return open;
        } finally {
            if (!opened) {
                closed(place);
            }
        }
    }

    Cryptoki cryptoki() {
        return application;
    }

    Authorizations authorizations() {
        return application.authorizations();
    }

    TokenInfo info() {
        return info;
    }

    SessionHandle session() {
        return session;
    }

    void login(Pin pin) {
        application.login(session, CKU_USER, pin.bytes());
    }

    void present(Presentation presentation) {
        if (!presentation.isEmpty()) {
            Authorizations authorizations = authorizations();
            authorizations.present(session, presentation.answer(authorizations.challenge(session)));
        }
    }

    /**
     * The token object with this label, unique id or CKA_ID in hexadecimal. Of a key pair and its certificate, which have one
     * name, the private key is meant.
     */
    Named object(String wanted) {
        List<Named> all = application.find(session, Template.EMPTY.with(CKA_TOKEN, true)).stream()
            .map(handle -> new Named(handle,
                application.attributes(session, handle, CKA_CLASS, CKA_LABEL, CKA_ID, CKA_UNIQUE_ID)))
            .filter(object -> object.isNamed(wanted)).toList();
        return only(all, object -> object.uniqueId().equals(wanted))
            .or(() -> only(all, Named::isKey)).or(() -> only(all, object -> true))
            .orElseThrow(() -> all.isEmpty()
                ? new Stopped(ExitCode.NOT_FOUND, "%s has no object %s", info.label(), wanted)
                : new Stopped(ExitCode.NOT_FOUND, "%s has %d objects %s; name one by its unique id: %s", info.label(),
                    all.size(), wanted, all.stream().map(Named::uniqueId).collect(Collectors.joining(", "))));
    }

    private static Optional<Named> only(List<Named> all, Predicate<Named> which) {
        List<Named> found = all.stream().filter(which).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    @Override public void close() {
        closed(place);
    }

    private static void closed(AutoCloseable place) {
        try {
            place.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a place of tokens that can't be closed", e);
        }
    }
}
