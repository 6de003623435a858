#!/usr/bin/env bash
# Run once by the postgres image over an empty volume: a database for each service, with a role that owns it and cannot
# even connect to the others. The passwords come from the environment (deploy/make-env.sh).
set -euo pipefail

for service in identity agreements destinations documents notifications stats; do
  variable="WANGQIAN_${service^^}_DB_PASSWORD"
  psql -v ON_ERROR_STOP=1 -v role="$service" -v password="${!variable:?}" --username "$POSTGRES_USER" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
CREATE DATABASE :"role" OWNER :"role";
REVOKE CONNECT ON DATABASE :"role" FROM PUBLIC;
SQL
done
