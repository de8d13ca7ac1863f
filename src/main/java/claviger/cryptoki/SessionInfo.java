package claviger.cryptoki;

import java.util.Set;

/** CK_SESSION_INFO. */
public record SessionInfo(SlotId slot, Cks state, Set<SessionFlag> flags) {
}
