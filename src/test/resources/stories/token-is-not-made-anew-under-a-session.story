# T5, T6: C_InitToken sees the sessions of every application, also of other processes.
A1 initialize                 -> CKR_OK
B1 initialize                 -> CKR_OK
A1 open rw                    -> A.1
A1 create A.1 token Q         -> A.q
B1 init-token so              -> CKR_SESSION_EXISTS
A1 init-token so              -> CKR_SESSION_EXISTS
A1 label A.1 A.q              -> Q
A1 close A.1                  -> CKR_OK
B1 init-token wrong-so-pin    -> CKR_PIN_INCORRECT
A1 open ro                    -> A.2
A1 find A.2 Q                 -> A.q2                              # the refusal changed nothing
A1 closeall                   -> CKR_OK
B1 init-token so              -> CKR_OK
A1 open rw                    -> A.3
A1 find A.3 Q                 -> none
A1 login A.3 user             -> CKR_USER_PIN_NOT_INITIALIZED
A1 login A.3 so               -> CKR_OK                            # the SO PIN stays
A1 init-pin A.3 a-new-user-pin -> CKR_OK
A1 logout A.3                 -> CKR_OK
B1 open ro                    -> B.1
B1 login B.1 user user        -> CKR_PIN_INCORRECT
B1 login B.1 user a-new-user-pin -> CKR_OK
