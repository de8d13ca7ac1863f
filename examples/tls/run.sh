#!/bin/sh
# A TLS 1.3 server whose private key never leaves the token, and a client that connects to it.
set -eu
. "$(dirname -- "$0")/../common.sh"

heading "TLS 1.3 with the token's EC key"
if ! keytool -list -alias server >/dev/null 2>&1; then
    keytool -genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN=localhost \
        -ext san=dns:localhost,ip:127.0.0.1 -providername Claviger
fi
run_java "$root/examples/tls/Tls.java" "$token_cfg" "$pin_file" server
