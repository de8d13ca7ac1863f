package claviger.spki;

/** The properties of the computation on many more questions. */
class ComputationPropertiesIT extends ComputationPropertiesTest {
    @Override int cases() {
        return 150_000;
    }
}
