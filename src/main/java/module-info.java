/** A JCA/JCE provider with a PKCS#11 software token inside. */
module claviger {
    requires org.bouncycastle.provider;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.util;
    requires com.github.benmanes.caffeine;
    requires java.sql;
    requires jdk.net;
    requires jdk.security.auth;
    requires org.xerial.sqlitejdbc;
    requires info.picocli;

    exports claviger.cryptoki;
    exports claviger.provider;

    provides java.security.Provider with claviger.provider.ClavigerProvider;

    opens claviger.cli to info.picocli;
}
