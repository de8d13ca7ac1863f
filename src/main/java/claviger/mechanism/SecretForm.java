package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_CHECK_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_AES_XTS;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Template;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import org.bouncycastle.crypto.params.KeyParameter;

/** Secret keys: a value of some bytes. @param lengths which lengths there are */
record SecretForm(Ckk type, LongPredicate lengths) implements KeyForm {
    private static final int CHECK_VALUE_BYTES = 3;

    @Override public Set<Cka<?>> components() {
        return Set.of(CKA_VALUE, CKA_VALUE_LEN);
    }

    @Override public Set<Cka<?>> secrets() {
        return Set.of(CKA_VALUE);
    }

    @Override public Template completed(Template material, Ckr refusal) {
        byte[] value = material.require(CKA_VALUE);
        if (!lengths.test(value.length)) {
            throw refusal.because("no key of type %s has %d bytes", type, value.length);
        }
        if (type == CKK_AES_XTS && halvesAreSame(value)) {
            throw refusal.because("the two halves of a key for XTS have to differ (SP 800-38E, FIPS 140-3 IG C.I)");
        }
        Optional<Long> length = material.get(CKA_VALUE_LEN);
        if (length.isPresent() && length.get() != value.length) {
            throw CKR_TEMPLATE_INCONSISTENT.because("CKA_VALUE_LEN %d for %d bytes", length.get(), value.length);
        }
        return material.with(CKA_VALUE_LEN, (long) value.length).with(CKA_CHECK_VALUE, checkValue(value, material));
    }

    private static boolean halvesAreSame(byte[] value) {
        int half = value.length / 2;
        return org.bouncycastle.util.Arrays.constantTimeAreEqual(half, value, 0, value, half);
    }

    /** A given check value must be right; an empty one means that the key shall have none (4.10). */
    private byte[] checkValue(byte[] value, Template material) {
        byte[] right = Arrays.copyOf(type == CKK_AES ? encryptedZeros(value)
            : Hash.SHA_1.messageDigest().digest(value), CHECK_VALUE_BYTES);
        byte[] given = material.get(CKA_CHECK_VALUE, right);
        if (given.length > 0 && !Arrays.equals(given, right)) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("CKA_CHECK_VALUE is not that of this key");
        }
        return given;
    }

    private static byte[] encryptedZeros(byte[] value) {
        AesBlock aes = new AesBlock();
        aes.init(true, new KeyParameter(value));
        byte[] block = new byte[AesBlock.LENGTH];
        aes.processBlock(block, 0, block, 0);
        return block;
    }

    @Override public long size(Template material) {
        return material.require(CKA_VALUE).length;
    }

    @Override public byte[] wrapped(KeyMaterial key) {
        return key.get(CKA_VALUE).clone();
    }

    @Override public Template unwrapped(byte[] bytes) {
        return Template.EMPTY.with(CKA_VALUE, bytes.clone());
    }
}
