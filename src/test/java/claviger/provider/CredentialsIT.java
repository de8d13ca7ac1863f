package claviger.provider;

/** The ways of {@link CredentialsTest} through a server of ours: the reason for a denial comes with it (D30). */
class CredentialsIT extends CredentialsTest {
    @Override void use(String more, Use use) throws Exception {
        try (ServedToken served = new ServedToken(folder)) {
            narrow("--server", served.address().toString());
            use.of(served.provider(more));
        }
    }
}
