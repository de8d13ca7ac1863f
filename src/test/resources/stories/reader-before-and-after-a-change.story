# Steps 15 and 16 of the example the other way round: A finds O2 before B changes it, and sees the change.
A1 initialize                 -> CKR_OK
B1 initialize                 -> CKR_OK
A1 open ro                    -> A.4
B1 open rw                    -> B.7
B1 create B.7 token O2        -> B.o2
A1 find A.4 O2                -> A.o2
A2 label A.4 A.o2             -> O2
B2 relabel B.7 B.o2 changed   -> CKR_OK
A1 label A.4 A.o2             -> changed
A1 find A.4 O2                -> none
A1 find A.4 changed           -> A.o2                              # H2: the same handle while the object lives
B1 destroy B.7 B.o2           -> CKR_OK
A1 label A.4 A.o2             -> CKR_OBJECT_HANDLE_INVALID         # H3
A1 find A.4 changed           -> none
B1 create B.7 token changed   -> B.o3                              # another object with the same label
B1 label B.7 B.o2             -> CKR_OBJECT_HANDLE_INVALID         # H4: a dead handle stays dead
A1 label A.4 A.o2             -> CKR_OBJECT_HANDLE_INVALID
A1 find A.4 changed           -> A.o3
