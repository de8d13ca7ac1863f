#!/bin/sh
# The main job, from nothing: a token, keys on it by stock keytool, a signed jar, TLS 1.3 with the token's key, and the
# standard's example of two applications that share a token. Every step is an example that also runs by itself.
set -eu
. "$(dirname -- "$0")/common.sh"
started=$(date +%s)

CLAVIGER_EXAMPLE=$work
export CLAVIGER_EXAMPLE
for example in keytool-jarsigner tls code two-applications; do
    sh "$root/examples/$example/run.sh"
done

heading "Done in $(($(date +%s) - started)) s with Java $major; nothing is left behind"
