package claviger.store;

/** Whose PIN it is. */
public enum PinRole {
    SO, USER
}
