package claviger.cryptoki;

import java.util.Set;

/** CK_MECHANISM_INFO. The unit of the key sizes is the mechanism's own: bits for RSA and EC, bytes for AES. */
public record MechanismInfo(long minKeySize, long maxKeySize, Set<Use> flags) {
}
