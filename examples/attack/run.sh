#!/bin/sh
# The attack that takes a sensitive key out of a token in three calls, tried on Claviger and, where it is installed, on
# SoftHSM2: both are told to make a pair that wraps with one half and decrypts with the other.
set -eu
. "$(dirname -- "$0")/../common.sh"

attributes() {
    cat <<END
attributes(generate, CKO_SECRET_KEY, CKK_AES) = {
  CKA_SENSITIVE = true
  CKA_EXTRACTABLE = true
}
attributes(generate, CKO_PUBLIC_KEY, CKK_RSA) = {
  CKA_WRAP = true
}
END
}

heading "The attack on Claviger"
{ cat "$token_cfg"; attributes; } > "$work/attack.cfg"
run_java "$root/examples/attack/Attack.java" claviger.provider.ClavigerProvider "$work/attack.cfg" "$pin_file" \
    RSA/ECB/OAEPPadding keeps

softhsm=
for library in /usr/lib/softhsm/libsofthsm2.so /usr/lib/*/softhsm/libsofthsm2.so /opt/homebrew/lib/softhsm/libsofthsm2.so; do
    if [ -z "$softhsm" ] && [ -f "$library" ]; then
        softhsm=$library
    fi
done
if [ -z "$softhsm" ] || ! command -v softhsm2-util >/dev/null; then
    heading "SoftHSM2 is not here, so it is left out"
    exit 0
fi

heading "The attack on SoftHSM2, through SunPKCS11"
mkdir -p "$work/softhsm"
SOFTHSM2_CONF=$work/softhsm.conf
export SOFTHSM2_CONF
echo "directories.tokendir = $work/softhsm" > "$SOFTHSM2_CONF"
softhsm2-util --init-token --free --label attack --pin "$(cat "$pin_file")" --so-pin "$(cat "$work/so.pin")" >/dev/null
{
    printf 'name = SoftHSM\nlibrary = %s\nslotListIndex = 0\n' "$softhsm"
    attributes
} > "$work/softhsm.cfg"
run_java "$root/examples/attack/Attack.java" SunPKCS11 "$work/softhsm.cfg" "$pin_file" RSA/ECB/PKCS1Padding loses
