package claviger.store;

import java.time.Instant;

/**
 * Says that a process has sessions with a token (D12).
 *
 * @param process names the process, unique for ever
 * @param expires by the store's clock
 */
public record Lease(String process, Instant expires) {
}
