package claviger.token;

/** What a session wants of an object, as far as the access rules tell it apart (X1 to X4). */
enum Access {
    /** Find it, get its attributes, use it as a key, copy from it. */
    READ,
    /** Set an attribute, destroy it. */
    WRITE,
    /** Make it: create, generate, unwrap, derive, copy to it. */
    CREATE
}
