package claviger.faults;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_COEFFICIENT;
import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_EXPONENT_1;
import static claviger.cryptoki.Cka.CKA_EXPONENT_2;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_PRIME_1;
import static claviger.cryptoki.Cka.CKA_PRIME_2;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_PRIVATE_EXPONENT;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_VALUE;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keys whose bytes a test knows, so that it can look for them. Made by the JDK, given to tokens with C_CreateObject. */
final class KnownKeys {
    private static final List<Cka<byte[]>> RSA = List.of(CKA_PRIVATE_EXPONENT, CKA_PRIME_1, CKA_PRIME_2, CKA_EXPONENT_1,
        CKA_EXPONENT_2, CKA_COEFFICIENT);

    private final Map<String, byte[]> values = new LinkedHashMap<>();

    static KnownKeys fresh() throws Exception {
        KnownKeys keys = new KnownKeys();
        byte[] aes = new byte[32];
        byte[] data = new byte[40];
        new SecureRandom().nextBytes(aes);
        new SecureRandom().nextBytes(data);
        keys.values.put("aes", aes);
        keys.values.put("data", data);
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) rsa.generateKeyPair().getPrivate();
        keys.number(CKA_MODULUS.name(), key.getModulus(), 256);
        keys.number(CKA_PRIVATE_EXPONENT.name(), key.getPrivateExponent(), 256);
        keys.number(CKA_PRIME_1.name(), key.getPrimeP(), 128);
        keys.number(CKA_PRIME_2.name(), key.getPrimeQ(), 128);
        keys.number(CKA_EXPONENT_1.name(), key.getPrimeExponentP(), 128);
        keys.number(CKA_EXPONENT_2.name(), key.getPrimeExponentQ(), 128);
        keys.number(CKA_COEFFICIENT.name(), key.getCrtCoefficient(), 128);
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        ec.initialize(256);
        keys.number("ec", ((ECPrivateKey) ec.generateKeyPair().getPrivate()).getS(), 32);
        return keys;
    }

    private void number(String name, BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[length];
        int skip = Math.max(0, bytes.length - length);
        System.arraycopy(bytes, skip, padded, length - (bytes.length - skip), bytes.length - skip);
        values.put(name, padded);
    }

    /** The secrets, by name. */
    Map<String, byte[]> secrets() {
        Map<String, byte[]> secrets = new LinkedHashMap<>(values);
        secrets.remove(CKA_MODULUS.name());
        return secrets;
    }

    List<String> arguments() {
        return values.entrySet().stream().map(entry -> entry.getKey() + "=" + HexFormat.of().formatHex(entry.getValue())).toList();
    }

    static KnownKeys ofArguments(List<String> arguments) {
        KnownKeys keys = new KnownKeys();
        arguments.forEach(argument -> {
            String[] halves = argument.split("=");
            keys.values.put(halves[0], HexFormat.of().parseHex(halves[1]));
        });
        return keys;
    }

    void wipe() {
        values.values().forEach(value -> Arrays.fill(value, (byte) 0));
    }

    Template aes(Template more) {
        return Samples.aes("aes", copy("aes")).with(CKA_SIGN, true).with(CKA_ENCRYPT, false).with(more);
    }

    Template ec(Template more) {
        return Samples.ON_TOKEN.with(CKA_CLASS, Cko.CKO_PRIVATE_KEY).with(CKA_KEY_TYPE, Ckk.CKK_EC)
            .with(CKA_EC_PARAMS, Samples.P_256.clone()).with(CKA_LABEL, "ec").with(CKA_SIGN, true)
            .with(CKA_VALUE, copy("ec")).with(more);
    }

    Template rsa(Template more) {
        Template template = Samples.ON_TOKEN.with(CKA_CLASS, Cko.CKO_PRIVATE_KEY).with(CKA_KEY_TYPE, Ckk.CKK_RSA)
            .with(CKA_LABEL, "rsa").with(CKA_SIGN, true).with(CKA_MODULUS, copy(CKA_MODULUS.name()))
            .with(CKA_PUBLIC_EXPONENT, new byte[] {1, 0, 1});
        for (Cka<byte[]> component : RSA) {
            template = template.with(component, copy(component.name()));
        }
        return template.with(more);
    }

    Template data() {
        return Samples.data("secret data", true, copy("data"));
    }

    private byte[] copy(String name) {
        return values.get(name).clone();
    }

    /** Every key, as sensitive as it can be, and as open as it can be. */
    List<Template> templates() {
        Template closed = Template.EMPTY.with(CKA_PRIVATE, true).with(CKA_SENSITIVE, true).with(CKA_EXTRACTABLE, false);
        Template open = Template.EMPTY.with(CKA_PRIVATE, true).with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true);
        Template notPrivate = closed.with(CKA_PRIVATE, false);
        return List.of(aes(closed), aes(open), aes(notPrivate), ec(closed), ec(open), ec(notPrivate), rsa(closed), rsa(open),
            rsa(notPrivate), data());
    }

    /** Makes them all and computes with each. */
    void use(Cryptoki cryptoki, SessionHandle session) {
        for (Template template : templates()) {
            ObjectHandle object = cryptoki.createObject(session, template);
            Ckm mechanism = switch (template.require(CKA_LABEL)) {
                case "aes" -> Ckm.CKM_AES_CMAC;
                case "ec" -> Ckm.CKM_ECDSA_SHA256;
                case "rsa" -> Ckm.CKM_SHA256_RSA_PKCS;
                default -> null;
            };
            if (mechanism != null) {
                cryptoki.signInit(session, Mechanism.of(mechanism), object);
                cryptoki.sign(session, new byte[16]);
            }
            cryptoki.attributes(session, object, CKA_VALUE).wipe();
            template.wipe();
        }
    }
}
