package claviger.provider;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SessionHandle;

/** The kinds of operation that an SPI can have under way, and how each is cancelled: Init without a mechanism (O5). */
enum Running {
    SIGN {
        @Override void cancel(Cryptoki cryptoki, SessionHandle session) {
            cryptoki.signInit(session, null, null);
        }
    },
    VERIFY {
        @Override void cancel(Cryptoki cryptoki, SessionHandle session) {
            cryptoki.verifyInit(session, null, null);
        }
    },
    ENCRYPT {
        @Override void cancel(Cryptoki cryptoki, SessionHandle session) {
            cryptoki.encryptInit(session, null, null);
        }
    },
    DECRYPT {
        @Override void cancel(Cryptoki cryptoki, SessionHandle session) {
            cryptoki.decryptInit(session, null, null);
        }
    },
    DIGEST {
        @Override void cancel(Cryptoki cryptoki, SessionHandle session) {
            cryptoki.digestInit(session, null);
        }
    };

    abstract void cancel(Cryptoki cryptoki, SessionHandle session);
}
