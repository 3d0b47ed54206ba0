-- The vault and the register of people: row-level security, the functions that cross it, and what each role may do.
-- Never edited after landing.
do $$
declare
  name text;
begin
  foreach name in array array['vault_keys', 'people', 'person_keys', 'person_names', 'person_places', 'person_changes', 'identity_grants',
      'identity_reads', 'erasures'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy own on %I using (organisation_id = nullif(current_setting(''app.organisation_id'', true), '''')::uuid)', name);
  end loop;
end
$$;

-- Whoever rotates keys must find every organisation that has one. What is seen is wrapped, and opens with a master key alone.
create policy rotated on vault_keys for select to incidents_owner using (true);

-- Which master keys must be there; nothing of whose keys they wrap.
create function vault_master_keys() returns setof text
language sql stable security definer set search_path = public, pg_temp as
$$
  select distinct master_key_id::text from vault_keys
$$;

-- Fails the transaction when an entry of the register was changed since it was read; the writer reads it again.
create function require_current(written bigint) returns void
language plpgsql set search_path = public, pg_temp as
$$
begin
  if written <> 1 then
    raise exception 'an entry of the register was changed meanwhile' using errcode = 'HR409';
  end if;
end
$$;

-- Takes text out of a stored version. The application's role cannot change versions in any other way, and never without a trace: the
-- function takes the organisation from the setting, and writes down in which later version it was done.
create function erase_from_version(incident uuid, of_version integer, in_version integer, rewritten json, taken text[], why text, who uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as
$$
declare
  organisation uuid := nullif(current_setting('app.organisation_id', true), '')::uuid;
begin
  if not exists (select from incidents where organisation_id = organisation and id = incident and version = in_version) or of_version >= in_version then
    raise exception 'nothing is erased but by a later version';
  end if;
  update incident_versions set document = rewritten where organisation_id = organisation and incident_id = incident and version = of_version;
  if not found then
    raise exception 'there is no such version';
  end if;
  insert into erasures (organisation_id, incident_id, version, erased_in, at, by, reason, pointers)
    values (organisation, incident, of_version, in_version, clock_timestamp(), who, why, taken);
end
$$;

-- Everybody who is the same person as one of these by a merge, these included.
create function people_alike(ids uuid[]) returns setof uuid
language sql stable set search_path = public, pg_temp as
$$
  with recursive alike(id) as (
    select unnest(ids)
    union
    select other.id from alike, lateral (
      select merged_into as id from people where people.id = alike.id and merged_into is not null
      union all
      select people.id from people where merged_into = alike.id) other)
  select id from alike
$$;

-- The search for incidents in which one of these people stands, under whichever of their entries.
create function person_marks(ids uuid[]) returns tsquery
language sql stable set search_path = public, pg_temp as
$$
  select string_agg(format('''#person:%s''', id), ' | ')::tsquery from people_alike(ids) id
$$;

revoke all on function vault_master_keys(), require_current(bigint), people_alike(uuid[]), person_marks(uuid[]),
  erase_from_version(uuid, integer, integer, json, text[], text, uuid) from public;
grant execute on function vault_master_keys(), require_current(bigint), people_alike(uuid[]), person_marks(uuid[]),
  erase_from_version(uuid, integer, integer, json, text[], text, uuid) to incidents_app;

grant select, insert on vault_keys, person_changes to incidents_app;
grant select, insert, update on people, person_places to incidents_app;
grant select, insert, update, delete on person_keys, identity_grants to incidents_app;
grant select, insert, delete on person_names, identity_reads to incidents_app;
grant select on erasures to incidents_app;
