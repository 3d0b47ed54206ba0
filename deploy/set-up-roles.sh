#!/usr/bin/env bash
# Makes the service's roles and gives them their passwords, in the database's container. PostgreSQL's image runs it when it
# makes the data; running it again is harmless, and needed after an update that changes roles.sql or after a password changed:
#
#   docker compose up -d --force-recreate database
#   docker compose exec database /docker-entrypoint-initdb.d/set-up-roles.sh
set -euo pipefail

# The image makes its data only once: better to stop before roles are missing or have an empty password.
stop() {
  echo "$1, then make the data again: docker compose down --volumes, docker compose up -d." >&2
  exit 1
}

[[ -r /roles.sql ]] || stop "Let all read deploy/roles.sql"
for login in owner_login app_login public_login; do
  grep -q '^\*:\*:incidents:incidents_[a-z]*:.\{20,\}$' "/run/secrets/$login" || stop "Run deploy/make-secrets.sh"
done

# psql reads the passwords itself, so that no process list shows them, and the server logs no statement that contains one.
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username postgres --dbname incidents <<'SQL'
set log_statement = 'none';
set log_min_duration_statement = -1;
set log_min_error_statement = 'panic';
begin;
\i /roles.sql
\set owner `cut -d: -f5 /run/secrets/owner_login`
\set app `cut -d: -f5 /run/secrets/app_login`
\set public `cut -d: -f5 /run/secrets/public_login`
alter role incidents_owner password :'owner';
alter role incidents_app password :'app';
alter role incidents_public password :'public';
commit;
SQL
