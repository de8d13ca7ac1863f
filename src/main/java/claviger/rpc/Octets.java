package claviger.rpc;

/** The part {@code ay}: bytes, the null pointer, or only how many bytes there would be. */
sealed interface Octets {
    /** The bytes, or null: what both null forms mean in a request. */
    byte[] orNull();

    record Data(byte[] bytes) implements Octets {
        @Override public byte[] orNull() {
            return bytes;
        }

        @Override public String toString() {
            return bytes.length + " bytes";
        }
    }

    /** Null as releases from 0.25.0 write it. */
    record Null() implements Octets {
        @Override public byte[] orNull() {
            return null;
        }
    }

    /**
     * No data but their length: the answer to a length query or to too small a buffer; in a request, a null pointer, as 0.24
     * writes it, which with a length is a bad argument.
     */
    record Length(long length) implements Octets {
        /** A null pointer where there has to be data. */
        static final Length OF_NOTHING = new Length(1);

        @Override public byte[] orNull() {
            return null;
        }
    }
}
