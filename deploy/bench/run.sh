#!/usr/bin/env bash
# Fills a fresh database of the service with realistic records and compares get, list, statistics and create with a hand-written minimum.
# The service runs without limits that a benchmark would meet: Limits__Key__Permits=1000000000 Limits__ConnectionsPerNetwork=100000.
# Figures only: read the ratios, not the requests per second, for wrk, service and PostgreSQL share the machine.
#
#   BASE=http://127.0.0.1:8080   the running service (a Release build), on a database that was only migrated
#   OPERATOR_KEY=hrd_oper_…      the key that migrate showed
#   OWNER=postgresql://…         the service's database, as the role incidents_owner
#   HARNESS=/path/to/harness     the folder with run_project.sh, its servers raw and ef running
#   PID=1234                     the service's process, to measure its memory and processor (optional)
#   ROWS=100000                  how many records
#   PAIRS=8                      how many of the 300 pairs of country and type the list asks for, the commonest first
#   bash deploy/bench/run.sh [SECONDS [REPETITIONS [CONNECTIONS]]]
set -euo pipefail
: "${BASE:?}" "${OPERATOR_KEY:?}" "${OWNER:?}" "${HARNESS:?}"
here=$(cd "$(dirname "$0")" && pwd)
rows=${ROWS:-100000}
lists=$(mktemp -d)
trap 'rm -rf "$lists"' EXIT
umask 077

post() {
  curl -sS --fail-with-body -X POST "$BASE$1" -H "Authorization: Bearer $2" -H 'Content-Type: application/json' --data-binary @-
}

echo "Making 50 organisations and 300 templates…"
ids=()
for n in $(seq 50); do
  made=$(post /v1/organisations "$OPERATOR_KEY" <<< "{\"name\":\"Bench $n\"}")
  ids+=("$(jq -r .id <<< "$made")")
  [ "$n" -gt 1 ] || key=$(jq -r .adminKey <<< "$made")
done
psql "$OWNER" -XqAt -v ON_ERROR_STOP=1 -f "$here/templates.sql" > "$lists/templates.json"
post /v1/incidents/batch "$key" < "$lists/templates.json" | jq -e 'all(.items[]; .status == 201)' > /dev/null

echo "Filling $rows records…"
organisations="{$(IFS=,; echo "${ids[*]}")}"
psql "$OWNER" -Xq -v ON_ERROR_STOP=1 -v rows="$rows" -v organisations="$organisations" -f "$here/fill.sql" > /dev/null

# What the harness draws its requests from: the rich organisation's records, its commonest filters, bodies to send.
rich="select set_config('app.organisation_id', '${ids[0]}', false)"
psql "$OWNER" -XqAt -c "$rich" -c "select row_number() over (), id, 1 from (select id from incidents order by md5(id::text) limit 5000) picked" \
  | tail -n +2 > "$lists/id.txt"
jq -r --argjson pairs "${PAIRS:-8}" '.items[:$pairs] | to_entries[] | "\(.key + 1)|\(.value.location.country)|\(.value.violations[0].type)"' "$lists/templates.json" > "$lists/ct.txt"
printf '%s\n' '1|witness lawyer' '2|court family' '3|journalist' '4|arrested police' > "$lists/q.txt"
jq -c '.items[]' "$lists/templates.json" > "$lists/posts.ndjson"
wc -l "$lists"/*.txt | head -n -1

export BASE HDR="Authorization: Bearer $key" PD="$lists" PID="${PID:-}"
GET='/v1/incidents/{id}' LIST='/v1/incidents?country={country}&violation={type}&from=2016-01-01&limit=50' \
  STATS='/v1/statistics?groupBy=month,violation&country={country}' POST=/v1/incidents \
  bash "$HARNESS/run_project.sh" "${1:-6}" "${2:-3}" "${3:-16}"
