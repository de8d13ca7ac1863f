package claviger.spki;

/** The properties of decisions on many more of them. */
class AuthorityPropertiesIT extends AuthorityPropertiesTest {
    @Override int cases() {
        return 100_000;
    }
}
