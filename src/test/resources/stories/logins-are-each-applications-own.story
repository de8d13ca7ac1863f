# S3, S7: the login belongs to an application; what others do changes nothing.
A1 initialize                 -> CKR_OK
B1 initialize                 -> CKR_OK
A1 open rw                    -> A.1
B1 open ro                    -> B.1
A1 login A.1 user             -> CKR_OK
B1 state B.1                  -> CKS_RO_PUBLIC_SESSION
B1 logout B.1                 -> CKR_USER_NOT_LOGGED_IN
B1 login B.1 user             -> CKR_OK
B1 login B.1 user             -> CKR_USER_ALREADY_LOGGED_IN
A1 create A.1 token private P -> A.p
B1 find B.1 P                 -> B.p                               # both are the same user
B1 logout B.1                 -> CKR_OK
A1 state A.1                  -> CKS_RW_USER_FUNCTIONS
A1 label A.1 A.p              -> P
B1 label B.1 B.p              -> CKR_OBJECT_HANDLE_INVALID
B1 closeall                   -> CKR_OK
A1 state A.1                  -> CKS_RW_USER_FUNCTIONS
B1 finalize                   -> CKR_OK
A1 state A.1                  -> CKS_RW_USER_FUNCTIONS
A1 close A.1                  -> CKR_OK                            # S7: the last one logs A out
A1 open ro                    -> A.2
A1 state A.2                  -> CKS_RO_PUBLIC_SESSION
A1 find A.2 P                 -> none
