#!/bin/sh
# What a decision takes (claviger.spki.Authority), beside jCasbin and Cedar on the same grants, in one run.
#
#   sh examples/bench/authorization.sh [rounds [milliseconds [shape,...]]]
#   sh examples/bench/authorization.sh 1 300 FLAT_1K,GROUPS
#
# About a quarter of an hour with 3 rounds. JAVA_HOME chooses the Java.
set -eu
cd "$(dirname -- "$0")/../.."
mvn -B -q -Dstyle.color=never -Pjmh test-compile
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
"$java" -cp "target/jmh/test-classes:target/jmh/classes:$(cat target/jmh/classpath)" \
    claviger.bench.authorization.AuthorizationTable "$@"
