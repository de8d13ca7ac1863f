package claviger.token;

import claviger.cryptoki.InitializeArgs;
import claviger.cryptoki.Peer;

/** What an application has from C_Initialize to C_Finalize. */
record Life(Sessions sessions, SlotEvents events) {

    /** C_Initialize (A3). */
    static Life begin(InitializeArgs args, Slots slots, Settings settings, Peer peer) {
        args.check();
        return new Life(new Sessions(settings, peer), new SlotEvents(slots));
    }

    /** C_Finalize: ends whoever waits for a slot event (A5), and every session after the call that runs in it (A4). */
    void end() {
        events.end();
        sessions.end();
    }
}
