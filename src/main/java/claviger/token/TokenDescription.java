package claviger.token;

import claviger.cryptoki.Info;
import claviger.cryptoki.SlotFlag;
import claviger.cryptoki.SlotInfo;
import claviger.cryptoki.TokenFlag;
import claviger.cryptoki.TokenInfo;
import claviger.cryptoki.Version;
import claviger.store.PinRole;
import claviger.store.PinRow;
import claviger.store.TokenRow;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What C_GetInfo, C_GetSlotInfo and C_GetTokenInfo say (T2, T8, P3). */
final class TokenDescription {
    static final Info INFO = new Info(new Version(3, 2), "Claviger", "Claviger software token", new Version(0, 1));
    static final SlotInfo SLOT = new SlotInfo("Claviger software slot", "Claviger",
        Set.of(SlotFlag.CKF_TOKEN_PRESENT, SlotFlag.CKF_REMOVABLE_DEVICE));
    static final TokenInfo UNINITIALIZED = new TokenInfo("", "Claviger", "Claviger 1", "",
        Set.of(TokenFlag.CKF_RNG, TokenFlag.CKF_LOGIN_REQUIRED), 0, 0, 0, Pins.SHORTEST, Pins.LONGEST);

    private TokenDescription() {
    }

    /** @param ours what the asking application has with the token */
    static TokenInfo of(Token token, Settings settings, Optional<Attachment> ours) {
        TokenRow row = token.row();
        Set<TokenFlag> flags =
            EnumSet.of(TokenFlag.CKF_RNG, TokenFlag.CKF_LOGIN_REQUIRED, TokenFlag.CKF_TOKEN_INITIALIZED,
                TokenFlag.CKF_DUAL_CRYPTO_OPERATIONS);
        Optional<PinRow> user = token.store().read(reader -> reader.pin(token.serial(), PinRole.USER));
        Optional<PinRow> so = token.store().read(reader -> reader.pin(token.serial(), PinRole.SO));
        user.ifPresent(pin -> {
            flags.add(TokenFlag.CKF_USER_PIN_INITIALIZED);
            add(flags, pin, TokenFlag.CKF_USER_PIN_COUNT_LOW, TokenFlag.CKF_USER_PIN_FINAL_TRY,
                TokenFlag.CKF_USER_PIN_LOCKED);
        });
        so.ifPresent(pin -> add(flags, pin, TokenFlag.CKF_SO_PIN_COUNT_LOW, TokenFlag.CKF_SO_PIN_FINAL_TRY,
            TokenFlag.CKF_SO_PIN_LOCKED));
        return new TokenInfo(row.label(), "Claviger", "Claviger 1", row.serial(), flags, settings.maxSessions(),
            ours.map(with -> with.count(false)).orElse(0L), ours.map(with -> with.count(true)).orElse(0L),
            Pins.SHORTEST, Pins.LONGEST);
    }

    /** The flags follow the counter (P3). */
    private static void add(Set<TokenFlag> flags, PinRow pin, TokenFlag low, TokenFlag last, TokenFlag locked) {
        if (pin.failures() >= pin.limit()) {
            flags.add(locked);
        } else if (pin.failures() > 0) {
            flags.add(low);
        }
        if (pin.failures() == pin.limit() - 1) {
            flags.add(last);
        }
    }
}
