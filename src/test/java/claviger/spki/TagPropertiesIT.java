package claviger.spki;

/** The properties of tags on many more of them. */
class TagPropertiesIT extends TagPropertiesTest {
    @Override int cases() {
        return 200_000;
    }
}
