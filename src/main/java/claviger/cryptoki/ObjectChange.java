package claviger.cryptoki;

/** One step of {@link Cryptoki#changeObjects}, which makes several or none. */
public sealed interface ObjectChange {
    /** C_CreateObject. */
    record Create(Template template) implements ObjectChange {
    }

    /** C_CopyObject. */
    record Copy(ObjectHandle object, Template template) implements ObjectChange {
    }

    /** C_SetAttributeValue. */
    record Set(ObjectHandle object, Template template) implements ObjectChange {
    }

    /** C_DestroyObject. */
    record Destroy(ObjectHandle object) implements ObjectChange {
    }
}
