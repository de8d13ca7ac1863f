# Step 4 of the example again, after closing A.4.
A1 initialize                 -> CKR_OK
A1 open rw                    -> A.7
A2 open ro                    -> A.4
A1 login A.7 so               -> CKR_SESSION_READ_ONLY_EXISTS
A2 login A.7 user             -> CKR_OK
A1 login A.7 so               -> CKR_SESSION_READ_ONLY_EXISTS      # both refusals are true; this one goes first
A2 close A.4                  -> CKR_OK
A1 login A.7 so               -> CKR_USER_ANOTHER_ALREADY_LOGGED_IN
A1 logout A.7                 -> CKR_OK
A1 login A.7 so               -> CKR_OK
A1 state A.7                  -> CKS_RW_SO_FUNCTIONS
A2 open ro                    -> CKR_SESSION_READ_WRITE_SO_EXISTS
A2 open rw                    -> A.9
A2 state A.9                  -> CKS_RW_SO_FUNCTIONS
A2 login A.9 user             -> CKR_USER_ANOTHER_ALREADY_LOGGED_IN
A2 login A.9 so               -> CKR_USER_ALREADY_LOGGED_IN
A2 logout A.9                 -> CKR_OK
A1 state A.7                  -> CKS_RW_PUBLIC_SESSION
A1 logout A.7                 -> CKR_USER_NOT_LOGGED_IN
