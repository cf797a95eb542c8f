#!/usr/bin/env bash
# Makes the secrets of compose.yaml once, in docker/secrets/; those that exist are kept.
set -euo pipefail
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
random() { head -c "$1" /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_'; }
keep_or_make() {
  [ -s "secrets/$1" ] || printf '%s' "$2" >"secrets/$1"
  chmod 444 "secrets/$1" # the folder is ours alone; in the container another user reads the file
}
password=$(cat secrets/postgres_password 2>/dev/null || random 24)
keep_or_make postgres_password "$password"
keep_or_make database_url "postgres://giglens:${password}@db:5432/giglens"
keep_or_make secret_key "$(random 50)"
keep_or_make field_encryption_keys "$(random 32)"
keep_or_make ml_shared_key "$(random 32)"
echo "The secrets are in docker/secrets/: keep a copy of field_encryption_keys, without it encrypted fields are lost."
