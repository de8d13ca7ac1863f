#!/bin/sh
# Logs in at an sshd of its own by a key of a PKCS#11 module, through an ssh-agent.
#   ssh-login.sh MODULE FOLDER PIN PORT
set -eu
module=$1 folder=$2 pin=$3 port=$4
ssh=$folder/ssh
mkdir -m 700 "$ssh"
ssh-keygen -q -t ed25519 -N '' -f "$ssh/host"
ssh-keygen -D "$module" > "$ssh/authorized"
printf '#!/bin/sh\necho "%s"\n' "$pin" > "$ssh/askpass"
chmod 700 "$ssh/askpass"
[ -d /run/sshd ] || mkdir -p /run/sshd
"$(command -v sshd || echo /usr/sbin/sshd)" -D -e -f /dev/null -p "$port" -h "$ssh/host" -o ListenAddress=127.0.0.1 \
    -o AuthorizedKeysFile="$ssh/authorized" -o StrictModes=no -o PasswordAuthentication=no -o UsePAM=no \
    -o PidFile=none 2> "$ssh/sshd.log" &
sshd=$!
eval "$(ssh-agent -s -P '/usr/*')" > "$ssh/agent.log"
trap 'kill "$sshd" "$SSH_AGENT_PID" 2>/dev/null; cat "$ssh/sshd.log" >&2' EXIT
SSH_ASKPASS=$ssh/askpass SSH_ASKPASS_REQUIRE=force DISPLAY=none ssh-add -s "$module" < /dev/null
tries=0
until ssh -F /dev/null -p "$port" -o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no -o BatchMode=yes \
        -o ConnectTimeout=5 "$(id -un)@127.0.0.1" echo logged in by a key of the token; do
    tries=$((tries + 1))
    [ "$tries" -lt 20 ]
    sleep 0.2
done
