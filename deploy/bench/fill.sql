-- Copies the templates of one organisation until there are :rows records in all, over 50 organisations of very different sizes.
-- Run as the owner, whom the policies bind: it speaks for one organisation after the other. :organisations is their ids in braces, the
-- richest first, which holds the templates.
set maintenance_work_mem = '512MB';
begin;
select set_config('bench.rows', :'rows', true), set_config('bench.organisations', :'organisations', true),
  set_config('app.organisation_id', (:'organisations'::uuid[])[1]::text, true);
create temp table templates on commit drop as
  select row_number() over (order by id) - 1 as place, * from incidents where 'template' = any (array(select json_array_elements_text(document -> 'tags')));
create index on templates (place);
create temp table facts on commit drop as select f.* from incident_facts f join templates t on t.id = f.incident_id;

do $$
declare
  organisations uuid[] := current_setting('bench.organisations')::uuid[];
  total integer := current_setting('bench.rows')::integer;
  many integer := (select count(*) from templates);
  one uuid;
  size integer;
begin
  for i in 1 .. cardinality(organisations) loop
    one := organisations[i];
    -- Of a square law: the first has about a seventh of all.
    size := (total * (sqrt(i::float8 / cardinality(organisations)) - sqrt((i - 1)::float8 / cardinality(organisations))))::integer;
    perform set_config('app.organisation_id', one::text, true);
    create temp table made on commit drop as
      -- By a cubic law: few countries and types are common, most are rare.
      select n, t.id as template, gen_random_uuid() as id, date '2015-01-01' + (n * 4000::bigint / size)::integer as day,
        timestamptz '2026-01-01' + n * interval '1 second' as at
      from generate_series(1, size) n join templates t on t.place = floor(many * power((n * 7919::bigint % 10007) / 10007.0, 3));
    insert into incidents (organisation_id, id, version, reference, external_system, external_id, kind, status, verification,
      occurred_on, earliest, latest, surely_from, surely_to, lasting, terms, places, latitude, longitude, placed,
      created_at, created_by, updated_at, updated_by, change, changed, search, brief, document)
    select one, made.id, 1, 'B' || to_char(n, 'FM0000000'), null, null, kind, status, verification,
      made.day, made.day, made.day, made.day, made.day, lasting, terms, places, latitude, longitude, placed,
      made.at, created_by, made.at, updated_by, change, changed, search,
      replace(replace(brief::text, t.id::text, made.id::text), '2001-02-03', made.day::text)::json,
      replace(replace(replace(document::text, t.id::text, made.id::text), '2001-02-03', made.day::text), t.organisation_id::text, one::text)::json
    from made join templates t on t.id = made.template;
    insert into incident_facts (organisation_id, incident_id, act, victim, kind, status, verification, year, quarter, month, act_verification, type, also_types, rights,
      perpetrators, source_kinds, country, region, act_year, act_quarter, act_month, acts_min, acts_max, acts_unknown, person_id, victim_kind,
      people_min, people_max, people_unknown, organisations, gender, age_band, at_risk, defender_roles, alone)
    select one, made.id, act, victim, kind, status, verification, y, y * 4 + (m - 1) / 3, y * 12 + m - 1, act_verification, type, also_types, rights,
      perpetrators, source_kinds, country, region, y, y * 4 + (m - 1) / 3, y * 12 + m - 1, acts_min, acts_max, acts_unknown, person_id, victim_kind,
      people_min, people_max, people_unknown, f.organisations, gender, age_band, at_risk, defender_roles, alone
    from made join facts f on f.incident_id = made.template,
      lateral (select extract(year from made.day)::integer as y, extract(month from made.day)::integer as m) bucket;
    drop table made;
  end loop;
end
$$;
commit;
vacuum (analyze) incidents;
