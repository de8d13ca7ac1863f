# What the examples share; each sources it. It builds Claviger if that has not been done, finds Java, and makes a token
# in a temporary folder that goes away at the end. Sets: root, lib, work, jdk, java, major, token_cfg, pin_file.
# JAVA_HOME chooses the Java.

root=$(CDPATH='' cd -- "$(dirname -- "$0")" && while [ ! -f pom.xml ]; do cd ..; done && pwd -P)
lib=$root/target/claviger/lib

heading() {
    printf '\n--- %s\n' "$*"
}

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# Prints a command as a person would type it, then runs it.
show() {
    line=$*
    printf '$ %s%s\n' "$(basename "$1")" "${line#"$1"}" | sed -e "s|$root/||g" -e "s|$work/||g" -e 's| -J[^ ]*||g'
    "$@"
}

# a copy in lib has the fixed time of a reproducible build; that of the jar itself is when it was built
newer=yes
for jar in "$root"/target/claviger-*.jar; do
    if [ -f "$jar" ] && [ -x "$root/target/claviger/bin/claviger" ]; then
        newer=$(find "$root/src/main" "$root/META-INF-services" "$root/pom.xml" -newer "$jar" | head -n 1)
    fi
done
if [ -n "$newer" ]; then
    heading "Building"
    (cd "$root" && mvn -B -q -Dstyle.color=never package -DskipTests)
fi

if [ -n "${JAVA_HOME:-}" ]; then
    jdk=$JAVA_HOME/bin
else
    jdk=$(dirname "$(readlink -f "$(command -v javac || echo javac)")")
fi
[ -x "$jdk/javac" ] || fail "no JDK found: set JAVA_HOME to a JDK 17 or later"
java=$jdk/java
major=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
# JDK 22 and later want to be asked before a library such as SQLite's is loaded; 17 doesn't know the question
native=
if [ "$major" -ge 22 ]; then
    native=--enable-native-access=ALL-UNNAMED
fi

if [ -n "${CLAVIGER_EXAMPLE:-}" ]; then
    work=$CLAVIGER_EXAMPLE
else
    work=$(mktemp -d "${TMPDIR:-/tmp}/claviger.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    trap 'exit 1' HUP INT TERM
fi
token_cfg=$work/token.cfg
pin_file=$work/user.pin

if [ ! -f "$token_cfg" ]; then
    heading "A token in a new SQLite file"
    (
        umask 077
        od -An -N8 -tx1 /dev/urandom | tr -d ' \n' > "$pin_file"
        od -An -N8 -tx1 /dev/urandom | tr -d ' \n' > "$work/so.pin"
    )
    export JAVA_HOME="${jdk%/bin}"
    # --kdf: the least that a guess of a PIN may cost, since each tool below pays it once
    show "$root/target/claviger/bin/claviger" init --label example --store "sqlite:$work/token.db" --kdf 19,2,1 \
        --so-pin-file "$work/so.pin" --pin-file "$pin_file"
    cat > "$token_cfg" <<END
store = sqlite:$work/token.db
token = example
END
fi

# keytool and jarsigner with the provider on their class path, since 17's jarsigner knows no other way; java.sql is for
# SQLite's driver, and these tools start without it
keytool() {
    show "$jdk/keytool" "-J-cp" "-J$lib/*" -J--add-modules=java.sql ${native:+"-J$native"} "$@" -keystore NONE -storetype PKCS11 \
        -storepass:file "$pin_file" -addprovider Claviger -providerarg "$token_cfg"
}

jarsigner() {
    show "$jdk/jarsigner" "-J-cp" "-J$lib/*" -J--add-modules=java.sql ${native:+"-J$native"} -keystore NONE -storetype PKCS11 \
        -storepass:file "$pin_file" -addProvider Claviger -providerArg "$token_cfg" "$@"
}

# Runs a Java source file against the jars.
run_java() {
    # shellcheck disable=SC2086 # native is one word or none
    show "$java" $native -cp "$lib/*" "$@"
}
