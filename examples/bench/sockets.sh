#!/bin/sh
# Claviger's server beside p11-kit's over SoftHSM2, with the same C program at the stock client module: the time of a round
# trip, signatures per second with 1, 4 and 16 processes, and the memory of 1,000 idle connections.
#
#   sh examples/bench/sockets.sh [seconds for each row]
#
# Wants gcc, libp11-kit-dev, p11-kit, p11-kit-modules, opensc, softhsm2, and `mvn package` done. JAVA_HOME chooses the Java.
set -eu
cd "$(dirname -- "$0")/../.."
seconds=${1:-3}
claviger=target/claviger/bin/claviger
module=$(find /usr/lib /usr/lib64 -name p11-kit-client.so 2>/dev/null | head -1)
work=$(mktemp -d "${TMPDIR:-/tmp}/claviger-sockets.XXXXXX")
ours=
stock=
clean() {
    [ -z "$ours" ] || kill "$ours" 2>/dev/null || true
    [ -z "$stock" ] || kill "$stock" 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap clean EXIT
trap 'exit 1' HUP INT TERM
gcc -O2 -I/usr/include/p11-kit-1 -o "$work/load" src/jmh/c/load.c -ldl

# ours
umask 077
printf 'so-pin-of-the-bench\n' > "$work/so.pin"
printf '12345678\n' > "$work/user.pin"
$claviger init --label bench --store "sqlite:$work/token.db" --so-pin-file "$work/so.pin" --pin-file "$work/user.pin" \
    > /dev/null
$claviger serve --store "sqlite:$work/token.db" --socket "$work/ours" > "$work/ours.out" &
ours=$!
until [ -S "$work/ours" ]; do sleep 0.1; done

# stock
mkdir "$work/tokens"
SOFTHSM2_CONF=$work/softhsm2.conf
export SOFTHSM2_CONF
printf 'directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n' "$work/tokens" > "$SOFTHSM2_CONF"
softhsm2-util --init-token --free --label bench --so-pin 12345678 --pin 12345678 > /dev/null
p11-kit server -f -n "$work/stock" --provider /usr/lib/softhsm/libsofthsm2.so pkcs11:token=bench > "$work/stock.out" &
stock=$!
until [ -S "$work/stock" ]; do sleep 0.1; done

for server in ours stock; do
    for key in rsa:2048 EC:prime256v1; do
        P11_KIT_SERVER_ADDRESS=unix:path=$work/$server pkcs11-tool --module "$module" --token-label bench --login \
            --pin 12345678 --keypairgen --key-type "$key" --label "${key%%:*}" > /dev/null 2>&1
    done
done

# server, processes, operation, label: all calls of all processes in a second
rate() {
    i=0
    start=$(($(date +%s) + 3 + $2))
    while [ $i -lt "$2" ]; do
        P11_KIT_SERVER_ADDRESS=unix:path=$work/$1 "$work/load" "$module" 12345678 "$4" "$3" "$seconds" "$start" \
            > "$work/rate.$i" &
        eval "load$i=\$!"
        i=$((i + 1))
    done
    i=0
    while [ $i -lt "$2" ]; do
        eval "wait \$load$i"
        i=$((i + 1))
    done
    cat "$work"/rate.* | awk '{ sum += $1 } END { printf "%.1f", sum }'
    rm "$work"/rate.*
}

row() {
    a=$(rate ours "$2" "$3" "$4")
    b=$(rate stock "$2" "$3" "$4")
    awk -v what="$1" -v a="$a" -v b="$b" 'BEGIN { printf "%-44s %12.0f %12.0f %8.2f\n", what, a, b, a / b }'
}

printf '%-44s %12s %12s %8s\n' "per second" claviger p11-kit ratio
row "C_GetSessionInfo, 1 process" 1 info none
for processes in 1 4 16; do
    row "RSA-2048 signatures, $processes processes" "$processes" rsa rsa
    row "P-256 signatures, $processes processes" "$processes" ec EC
done

java=$(pgrep -P "$ours" java || echo "$ours")
memory() {
    awk '/VmRSS/ { print $2 }' "/proc/$java/status"
}
before=$(memory)
mkfifo "$work/hold"
P11_KIT_SERVER_ADDRESS=unix:path=$work/ours "$work/load" "$module" idle 1000 < "$work/hold" > "$work/idle" &
exec 3> "$work/hold"
until grep -q there "$work/idle"; do sleep 0.1; done
printf '1,000 idle connections: %d MiB more than the %d MiB before\n' $((($(memory) - before) / 1024)) $((before / 1024))
exec 3>&-
