package claviger.cryptoki;

import java.util.Optional;

/**
 * What a function gives back through the parameter of its mechanism, such as the CK_VERSION behind a CK_VERSION_PTR.
 * Belongs to the caller, who makes one for each call.
 */
public final class Returned<T> {
    private T value;

    /** Holds nothing yet. */
    public Returned() {
    }

    /** Empty before the call, and if it had nothing to give. */
    public Optional<T> value() {
        return Optional.ofNullable(value);
    }

    /** Called by the function that has made it. */
    public void put(T made) {
        value = made;
    }
}
