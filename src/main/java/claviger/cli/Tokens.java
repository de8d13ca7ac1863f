package claviger.cli;

import static claviger.cryptoki.TokenFlag.CKF_TOKEN_INITIALIZED;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.TokenInfo;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tokens that an application sees.
 *
 * @param place where they are, for people
 */
record Tokens(String place, Cryptoki application) {
    /** A token and where it is. */
    record Token(SlotId slot, TokenInfo info) {
        boolean isNamed(String wanted) {
            return wanted.equals(info.label()) || wanted.equals(info.serial());
        }
    }

    /** The initialized ones, in the order of their slots. */
    List<Token> all() {
        return application.getSlotList(true).stream()
            .map(slot -> new Token(slot, application.getTokenInfo(slot)))
            .filter(token -> token.info().flags().contains(CKF_TOKEN_INITIALIZED))
            .toList();
    }

    /** The one with this label or serial number; null stands for the only one. */
    Token named(String wanted) {
        List<Token> all = all();
        List<Token> found = wanted == null ? all : all.stream().filter(token -> token.isNamed(wanted)).toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty()) {
            throw new Stopped(ExitCode.NOT_FOUND, "%s has no token%s", place, wanted == null ? "" : " " + wanted);
        }
        throw new Stopped(ExitCode.NOT_FOUND, "%s has %d such tokens; say which with --token: %s", place,
            found.size(), found.stream().map(token -> token.info().label() + " (serial " + token.info().serial() + ")")
                .collect(Collectors.joining(", ")));
    }
}
