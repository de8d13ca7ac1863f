package claviger.mechanism;

/** Something that a library made of a key and that is kept with it; wiping the key erases it (D11). */
interface Erasable {
    /** Overwrites or releases what the library lets us reach. Called once, when nobody computes with it. */
    void erase();
}
