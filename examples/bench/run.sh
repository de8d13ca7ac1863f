#!/bin/sh
# Prints the table of speeds (src/site/markdown/speed.md) as this machine has it, with the peers in the same run. Peers:
# the JDK, Bouncy Castle, Amazon Corretto's provider (on Linux, x86-64), and SunPKCS11 over SoftHSM2 where that is installed.
#
#   sh examples/bench/run.sh [rounds [operation,... [engine,...]]]
#   sh examples/bench/run.sh 3 gcm64,hmac64 JDK,CLAVIGER_SQLITE
#
# About a quarter of an hour with 3 rounds. JAVA_HOME chooses the Java.
set -eu
cd "$(dirname -- "$0")/../.."
mvn -B -q -Dstyle.color=never -Pjmh test-compile
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
work=$(mktemp -d "${TMPDIR:-/tmp}/claviger-softhsm.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
mkdir "$work/tokens"
SOFTHSM2_CONF=$work/softhsm2.conf
export SOFTHSM2_CONF
printf 'directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n' "$work/tokens" > "$SOFTHSM2_CONF"
"$java" -cp "target/jmh/test-classes:target/jmh/classes:$(cat target/jmh/classpath)" claviger.bench.Table "$@"
