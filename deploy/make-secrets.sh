#!/usr/bin/env bash
# Makes the secrets that docker-compose.yml hands to its containers, once: what is there already stays as it is.
#
#   postgres_password    PostgreSQL's superuser
#   owner_login          how migrate logs in, as a line of PostgreSQL's password file (host:port:database:role:password)
#   app_login            how the service logs in, likewise
#   public_login         how it logs in for callers without a key
#   installation_secret  32 random bytes in base64: without them no API key of this installation works
#   master_key           32 random bytes in base64: without them no identity in the vault opens, so whoever takes the database
#                        or a backup of it has none
#   audit_key            the private key that signs checkpoints of the audit log (P-256, PKCS #8 in PEM)
#
# Keep copies of installation_secret and master_key apart from each other and from the database's backups.
# To rotate the master key, put the new one on a line before the old one, run: docker compose run --rm rotate, take the old line out.
set -euo pipefail
cd "$(dirname "$0")/secrets"

# The database's container reads these as a user of its own too, however private this checkout was made.
chmod a+r ../roles.sql ../set-up-roles.sh
chmod a+x ../set-up-roles.sh

# A container reads its secrets as a user of its own, so the files must be readable by all; the folder lets nobody else near them.
umask 077
chmod 700 .

hex() { head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

keep() { # NAME TEXT
  if [[ -e $1 ]]; then
    echo "deploy/secrets/$1 is there already."
    return
  fi
  printf '%s\n' "$2" >"$1.new"
  chmod 444 "$1.new"
  mv "$1.new" "$1"
  echo "deploy/secrets/$1 is new."
}

keep postgres_password "$(hex)"
keep owner_login "*:*:incidents:incidents_owner:$(hex)"
keep app_login "*:*:incidents:incidents_app:$(hex)"
keep public_login "*:*:incidents:incidents_public:$(hex)"
keep installation_secret "$(head -c 32 /dev/urandom | base64)"
keep master_key "$(head -c 32 /dev/urandom | base64)"

# 32 random bytes in the frame that says what they are (RFC 5958): the same as openssl makes, without asking for it.
p256='\x30\x41\x02\x01\x00\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x04\x27\x30\x25\x02\x01\x01\x04\x20'
keep audit_key "-----BEGIN PRIVATE KEY-----
$({ printf "$p256"; head -c 32 /dev/urandom; } | base64)
-----END PRIVATE KEY-----"
