package claviger.conformance;

import java.util.Set;
import java.util.stream.Stream;

/** Classes of tests that ask another token for nothing it could have. */
enum OursAlone {
    /** Z: the standard allows what the policy {@code safe} refuses, and names no switch for it. */
    POLICY(WrapAttackTest.class, RoleAttackTest.class, ValueAttackTest.class, BoundKeyAttackTest.class,
        Tls12AttackTest.class),

    /** Z3: CKM_CLAVIGER_KEY_WRAP. */
    MECHANISM(BoundKeyTest.class),

    /** D2: several changes in one transaction, a call of our own block. */
    CALL(ChangeObjectsTest.class),

    /** D2: ACLs, credentials and approvals. */
    AUTHORIZATION(AclTest.class, AclEscalationTest.class, QuorumTest.class, AuthorizationStoryTest.class);

    private final Set<Class<?>> classes;

    OursAlone(Class<?>... classes) {
        this.classes = Set.of(classes);
    }

    static boolean includes(Class<?> type) {
        return Stream.of(values()).anyMatch(row -> row.classes.contains(type));
    }
}
