#!/bin/sh
# The token from Java code: make a key, sign, find the key again after a restart, encrypt.
set -eu
. "$(dirname -- "$0")/../common.sh"

heading "From code: a key that stays in the token signs and encrypts"
run_java "$root/examples/code/Code.java" "$token_cfg" "$pin_file"
