#!/usr/bin/env bash
# Writes .env for docker compose: every secret random. An .env that is there already is left alone, because its keys
# are needed to read what was encrypted with them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ -e .env ]; then
  echo "make-env: .env is there already; it is kept. Back it up: without its keys the data cannot be read."
  exit 0
fi

word() { od -An -vtx1 -N24 /dev/urandom | tr -d ' \n'; }
key() { head -c 32 /dev/urandom | base64 | tr -d '\n'; }

umask 077
{
  echo "# Secrets of docker-compose.yml, made by deploy/make-env.sh. Keep this file out of git, and a copy of it safe."
  for service in IDENTITY AGREEMENTS DESTINATIONS DOCUMENTS NOTIFICATIONS STATS; do
    echo "WANGQIAN_${service}_DB_PASSWORD=$(word)"
    echo "WANGQIAN_${service}_CLIENT_SECRET=$(word)"
  done
  for service in IDENTITY AGREEMENTS NOTIFICATIONS; do
    echo "WANGQIAN_${service}_CIPHER_KEY=$(key)"
  done
  # One for all: fingerprints of the same ID number must be equal in every service.
  echo "WANGQIAN_INDEX_KEY=$(key)"
  for name in POSTGRES_PASSWORD RABBIT_PASSWORD STORAGE_SECRET BANK_SECRET BANK_CALLBACK_SECRET CHSI_SECRET EMPLOYMENT_SECRET JOBPLATFORM_SECRET WECHAT_SECRET \
    SMS_A_KEY SMS_B_KEY RECEIPT_SECRET; do
    echo "WANGQIAN_$name=$(word)"
  done
  cat <<'SETTINGS'

# Where people reach the platform; agreements carry this address in their QR code.
WANGQIAN_PUBLIC_URL=http://localhost:8080
WANGQIAN_PORT=8080
WANGQIAN_SANDBOX_PORT=8090
SETTINGS
} >.env.new
mv .env.new .env
echo "make-env: wrote .env"
