# The standard's example of sessions, all 28 steps. Application A has threads A1 and A2, application B has B1 and B2.
# The numbers 7, 4 and 9 are the standard's; here they are names.
A1 initialize                 -> CKR_OK                            # 1
B1 initialize                 -> CKR_OK
A1 open rw                    -> A.7                               # 2
A1 state A.7                  -> CKS_RW_PUBLIC_SESSION             #   the first session is public
A2 open ro                    -> A.4                               # 3
A1 state A.4                  -> CKS_RO_PUBLIC_SESSION
A1 login A.7 so               -> CKR_SESSION_READ_ONLY_EXISTS      # 4 A.4 would be a R/O session of the SO
A2 state A.7                  -> CKS_RW_PUBLIC_SESSION
A2 login A.7 user             -> CKR_OK                            # 5 A2 may use the session of A1
A1 state A.7                  -> CKS_RW_USER_FUNCTIONS             #   one login moves all sessions of the application
A1 state A.4                  -> CKS_RO_USER_FUNCTIONS
A2 open rw                    -> A.9                               # 6
A2 state A.9                  -> CKS_RW_USER_FUNCTIONS             #   at once
A1 close A.9                  -> CKR_OK                            # 7
A1 state A.9                  -> CKR_SESSION_HANDLE_INVALID
A1 state A.7                  -> CKS_RW_USER_FUNCTIONS
A1 state A.4                  -> CKS_RO_USER_FUNCTIONS
B1 logout A.4                 -> CKR_SESSION_HANDLE_INVALID        # 8 B has no such session
B2 close A.4                  -> CKR_SESSION_HANDLE_INVALID        # 9
A1 state A.4                  -> CKS_RO_USER_FUNCTIONS
B1 open rw                    -> B.7                               # 10
B1 state B.7                  -> CKS_RW_PUBLIC_SESSION             #    the login of A does not leak
B1 login B.7 so               -> CKR_OK                            # 11 although A's user is logged in
B1 state B.7                  -> CKS_RW_SO_FUNCTIONS
A1 state A.7                  -> CKS_RW_USER_FUNCTIONS
A1 state A.4                  -> CKS_RO_USER_FUNCTIONS
B2 open ro                    -> CKR_SESSION_READ_WRITE_SO_EXISTS  # 12
B1 state B.7                  -> CKS_RW_SO_FUNCTIONS
A1 create A.7 O1              -> A.o1                              # 13 a session object
B1 create B.7 token O2        -> B.o2                              # 14 a public token object
B1 create B.7 token private P -> CKR_USER_NOT_LOGGED_IN            #    the SO makes no private ones
B2 relabel B.7 B.o2 O2-by-B2  -> CKR_OK                            # 15
A1 find A.4 O2-by-B2          -> A.o2                              # 16
A1 relabel A.4 A.o2 no        -> CKR_SESSION_READ_ONLY             # 17
A1 label A.4 A.o2             -> O2-by-B2
A1 relabel A.7 A.o2 O2-by-A1  -> CKR_OK                            # 18
B1 label B.7 B.o2             -> O2-by-A1
B1 find B.7 O1                -> none                              # 19
A2 relabel A.4 A.o1 O1-by-A2  -> CKR_OK                            # 20 session objects are writable in R/O sessions
A1 label A.7 A.o1             -> O1-by-A2
A2 destroy A.7 A.o2           -> CKR_OK                            # 21
B1 label B.7 B.o2             -> CKR_OBJECT_HANDLE_INVALID         # 22
B1 find B.7 O2-by-A1          -> none
A1 logout A.4                 -> CKR_OK                            # 23
A2 state A.4                  -> CKS_RO_PUBLIC_SESSION
A2 state A.7                  -> CKS_RW_PUBLIC_SESSION
B1 state B.7                  -> CKS_RW_SO_FUNCTIONS
A2 label A.4 A.o1             -> O1-by-A2                          #    a public session object survives the logout
A1 close A.7                  -> CKR_OK                            # 24 and dies with the session that made it
A2 label A.4 A.o1             -> CKR_OBJECT_HANDLE_INVALID         # 25
A2 closeall                   -> CKR_OK                            # 26
A2 state A.4                  -> CKR_SESSION_HANDLE_INVALID
A2 open rw                    -> A.10
A2 state A.10                 -> CKS_RW_PUBLIC_SESSION
B2 close B.7                  -> CKR_OK                            # 27 the last session of B
B2 open rw                    -> B.8
B2 state B.8                  -> CKS_RW_PUBLIC_SESSION             #    public, although B never logged out
A1 finalize                   -> CKR_OK                            # 28
B1 finalize                   -> CKR_OK
A2 state A.10                 -> CKR_CRYPTOKI_NOT_INITIALIZED
B2 state B.8                  -> CKR_CRYPTOKI_NOT_INITIALIZED
