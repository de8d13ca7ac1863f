package claviger.cryptoki;

/**
 * CK_ATTRIBUTE as it comes from outside: a type number and the value's byte form (see {@link Kind}).
 * {@link Template#decoded} turns a list of them into checked values.
 *
 * @param type the CKA_ number, also one that no {@link Cka} names
 */
public record Attribute(long type, byte[] value) {
    /** Prints the type and the length, never the value. */
    @Override public String toString() {
        return Cka.of(type).name() + "[" + value.length + " bytes]";
    }
}
