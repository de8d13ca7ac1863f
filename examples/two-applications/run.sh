#!/bin/sh
# The standard's example of two applications, A and B, with two threads each, that share one token.
set -eu
. "$(dirname -- "$0")/../common.sh"

heading "Two applications on one token, the example of PKCS#11 in 28 steps"
run_java "$root/examples/two-applications/TwoApplications.java" "sqlite:$work/token.db" "$work/so.pin" "$pin_file"
