# The example with O1 private: it dies at step 23 already (L5).
A1 initialize                 -> CKR_OK
A1 open rw                    -> A.7
A2 open ro                    -> A.4
A1 create A.7 private O1      -> CKR_USER_NOT_LOGGED_IN            # X2: not before the login
A2 login A.7 user             -> CKR_OK
A1 create A.7 private O1      -> A.o1
A2 create A.4 private O3      -> A.o3                              # S2: a session object, so R/O is no matter
A1 create A.7 token private P -> A.p
A1 create A.7 token Q         -> A.q
A1 label A.4 A.o1             -> O1
A1 logout A.4                 -> CKR_OK
A2 label A.4 A.o1             -> CKR_OBJECT_HANDLE_INVALID
A2 label A.4 A.o3             -> CKR_OBJECT_HANDLE_INVALID
A2 find A.4 O1                -> none
A2 label A.4 A.p              -> CKR_OBJECT_HANDLE_INVALID         # a private object without a login is absent
A2 find A.4 P                 -> none
A2 label A.4 A.q              -> Q                                 # public ones keep their handles
A2 find A.4 Q                 -> A.q
A1 login A.7 user             -> CKR_OK
A1 find A.7 O1                -> none                              # destroyed, not hidden
A1 label A.7 A.p              -> CKR_OBJECT_HANDLE_INVALID         # the handle is dead for good
A1 find A.7 P                 -> A.p2                              # the object has a new one
A1 label A.7 A.p              -> CKR_OBJECT_HANDLE_INVALID
A1 destroy A.7 A.p2           -> CKR_OK
A1 find A.7 P                 -> none
