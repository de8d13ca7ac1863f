package claviger.cryptoki;

import java.util.Set;

/**
 * CK_TOKEN_INFO. The texts come without the blanks that pad them in C (T13); what the C structure has besides and we
 * do not know (memory, clock, hardware) is CK_UNAVAILABLE_INFORMATION.
 *
 * @param label         at most 32 bytes of UTF-8
 * @param serial        at most 16 characters
 * @param maxSessions   the most sessions that one application may have, 0 for no limit (S5)
 * @param sessions      this application's open sessions (T8)
 * @param rwSessions    those of them that are R/W
 * @param minPinLength  bytes of UTF-8
 * @param maxPinLength  bytes of UTF-8
 */
public record TokenInfo(String label, String manufacturer, String model, String serial, Set<TokenFlag> flags,
        long maxSessions, long sessions, long rwSessions, int minPinLength, int maxPinLength) {
}
