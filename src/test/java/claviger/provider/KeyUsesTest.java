package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javax.crypto.KeyGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyUsesTest {
    /** D8, Z16: an AES key that is to derive has lost the uses that its type alone would give it. */
    @ParameterizedTest @EnumSource(World.class)
    void aConfiguredUseOutweighsThoseOfTheType(World world) throws Exception {
        ClavigerProvider provider =
            world.fresh("attributes(generate, CKO_SECRET_KEY, CKK_AES) = { CKA_DERIVE = true };");
        World.login(provider);
        assertEquals("AES", KeyGenerator.getInstance("AES", provider).generateKey().getAlgorithm());
    }
}
