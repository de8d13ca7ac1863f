package claviger.token;

import static claviger.cryptoki.Ckr.CKR_SLOT_ID_INVALID;

import claviger.cryptoki.SlotId;
import claviger.store.TokenRow;
import claviger.store.TokenStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;

/**
 * Which slot holds which token. Each token of the store has a slot of its own whose ID it keeps for life (T3); where
 * settings ask for it there is one empty slot besides, behind the last, for C_InitToken. Safe between threads.
 */
final class Slots {
    private final TokenStore store;
    private final boolean emptySlot;
    private final String process;
    private final ScheduledExecutorService scheduler;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    Slots(TokenStore store, boolean emptySlot, String process, ScheduledExecutorService scheduler) {
        this.store = store;
        this.emptySlot = emptySlot;
        this.process = process;
        this.scheduler = scheduler;
    }

    /** All slots, or those with a token: an uninitialised token counts as present (T2). */
    List<SlotId> list() {
        List<TokenRow> rows = store.read(reader -> reader.tokens());
        List<SlotId> slots = new ArrayList<>();
        rows.forEach(row -> slots.add(new SlotId(row.slot())));
        if (emptySlot) {
            slots.add(empty(rows));
        }
        return slots;
    }

    /** The slots that hold a token. */
    Set<Long> occupied() {
        return store.read(reader -> reader.tokens()).stream().map(TokenRow::slot)
            .collect(Collectors.toCollection(TreeSet::new));
    }

    private static SlotId empty(List<TokenRow> rows) {
        return new SlotId(rows.stream().mapToLong(TokenRow::slot).max().orElse(-1) + 1);
    }

    /** The token of a slot, or empty for the slot that waits for one. CKR_SLOT_ID_INVALID for no slot of ours */
    Optional<Token> token(SlotId slot) {
        for (Token token : tokens.values()) {
            if (token.isThere() && token.row().slot() == slot.value()) {
                return Optional.of(token);
            }
        }
        List<TokenRow> rows = store.read(reader -> reader.tokens());
        Optional<TokenRow> row = rows.stream().filter(candidate -> candidate.slot() == slot.value()).findFirst();
        if (row.isEmpty() && !(emptySlot && empty(rows).equals(slot))) {
            throw CKR_SLOT_ID_INVALID.because("%s", slot);
        }
        tokens.values().removeIf(token -> !token.isThere() && token.lease().sessions() == 0);
        return row.map(present -> tokens.computeIfAbsent(present.serial(), serial ->
            new Token(store, present, new TokenLease(store, serial, process, scheduler))));
    }

    void close() {
        tokens.values().forEach(Token::close);
    }
}
