#!/bin/sh
# keytool makes key pairs on the token and jarsigner signs with one of them: the stock tools of the JDK, unchanged.
set -eu
. "$(dirname -- "$0")/../common.sh"

heading "Key pairs on the token, made by keytool"
keytool -genkeypair -alias signer -keyalg RSA -keysize 2048 -dname CN=signer -providername Claviger
keytool -genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN=localhost \
    -ext san=dns:localhost,ip:127.0.0.1 -providername Claviger
keytool -list > "$work/list.txt"
cat "$work/list.txt"
grep -q '^signer,.*PrivateKeyEntry' "$work/list.txt" || fail "the RSA key is not on the token"
grep -q '^server,.*PrivateKeyEntry' "$work/list.txt" || fail "the EC key is not on the token"

heading "A jar, signed by jarsigner with the RSA key and with the EC key"
echo "the token runs" > "$work/hello.txt"
(cd "$work" && "$jdk/jar" --create --file hello.jar hello.txt)
jarsigner "$work/hello.jar" signer > "$work/signed.txt" || fail "$(cat "$work/signed.txt")"
jarsigner "$work/hello.jar" server > "$work/signed.txt" || fail "$(cat "$work/signed.txt")"

heading "Verified by a jarsigner that knows nothing of the token"
show "$jdk/jarsigner" -verify -verbose:summary "$work/hello.jar" > "$work/verified.txt" || fail "$(cat "$work/verified.txt")"
grep -E 'jar verified|Signed by' "$work/verified.txt"
grep -q 'jar verified' "$work/verified.txt" || fail "the jar does not verify"

heading "The token's objects"
JAVA_HOME=${jdk%/bin}
export JAVA_HOME
show "$root/target/claviger/bin/claviger" list --objects --store "sqlite:$work/token.db" --token example \
    --pin-file "$pin_file"
