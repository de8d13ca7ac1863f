# P1, P2: who may set which PIN, in which state.
A1 initialize                 -> CKR_OK
B1 initialize                 -> CKR_OK
A1 open ro                    -> A.1
A1 set-pin A.1 user other-pin -> CKR_SESSION_READ_ONLY
A1 init-pin A.1 other-pin     -> CKR_USER_NOT_LOGGED_IN
A1 open rw                    -> A.2
A1 set-pin A.2 nonsense other-pin -> CKR_PIN_INCORRECT
A1 set-pin A.2 user other-pin -> CKR_OK                            # in a public session it is the user's PIN
B1 open rw                    -> B.1
B1 login B.1 user user        -> CKR_PIN_INCORRECT                 # B sees the new PIN
B1 login B.1 user other-pin   -> CKR_OK
B1 set-pin B.1 other-pin third-pin -> CKR_OK
B1 init-pin B.1 fourth-pin    -> CKR_USER_NOT_LOGGED_IN
B1 logout B.1                 -> CKR_OK
B1 login B.1 so               -> CKR_OK
B1 set-pin B.1 so other-so-pin -> CKR_OK                           # the SO's own
B1 logout B.1                 -> CKR_OK
B1 login B.1 so so            -> CKR_PIN_INCORRECT
B1 login B.1 so other-so-pin  -> CKR_OK
B1 init-pin B.1 fourth-pin    -> CKR_OK
A1 login A.1 user third-pin   -> CKR_PIN_INCORRECT
A1 login A.1 user fourth-pin  -> CKR_OK
