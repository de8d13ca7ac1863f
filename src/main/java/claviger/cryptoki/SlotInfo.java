package claviger.cryptoki;

import java.util.Set;

/** CK_SLOT_INFO. The texts come without the blanks that pad them in C (T13). */
public record SlotInfo(String description, String manufacturer, Set<SlotFlag> flags) {
}
