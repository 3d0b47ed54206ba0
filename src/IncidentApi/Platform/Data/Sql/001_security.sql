-- Row-level security, the functions that cross it, and what each role may do. Never edited after landing.

-- Policies compare with the bare setting: inside a sub-select the planner would not know its value and plan for an average organisation.
do $$
declare
  name text;
begin
  foreach name in array array['incidents', 'incident_versions', 'idempotency_keys', 'heads', 'changes', 'api_keys'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy own on %I using (organisation_id = nullif(current_setting(''app.organisation_id'', true), '''')::uuid)', name);
  end loop;
end
$$;

alter table organisations enable row level security, force row level security;
create policy own on organisations using (id = nullif(current_setting('app.organisation_id', true), '')::uuid);

-- Whoever holds a key may find its one row, before anybody knows the organisation.
create policy held on api_keys for select
  using (mac = decode(nullif(current_setting('app.key', true), ''), 'hex'));
create policy recovered on organisations for select
  using (recovery_mac = decode(nullif(current_setting('app.key', true), ''), 'hex'));

alter table operator_keys enable row level security, force row level security;
create policy held on operator_keys for select
  using (mac = decode(nullif(current_setting('app.key', true), ''), 'hex'));
create policy made on operator_keys to incidents_owner using (true) with check (true);

-- Every organisation has a change log from its first moment.
create function open_change_log() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  insert into heads (organisation_id, position) values (new.id, 0);
  return new;
end
$$;
create trigger open_change_log after insert on organisations for each row execute function open_change_log();

-- The only way into the change log. It takes the organisation from the setting, locks the head, and gives the next position.
create function append_change(incident uuid, version integer, kind text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as
$$
declare
  organisation uuid := nullif(current_setting('app.organisation_id', true), '')::uuid;
  place bigint;
begin
  update heads set position = position + 1 where organisation_id = organisation returning position into place;
  if place is null then
    raise exception 'no change log is open for this organisation';
  end if;
  insert into changes (organisation_id, position, incident_id, version, kind, at)
    values (organisation, place, incident, version, kind, clock_timestamp());
  return place;
end
$$;

-- Fails the transaction when an update found no row, so that nothing after it is written either.
create function require_written(written bigint) returns void
language plpgsql set search_path = public, pg_temp as
$$
begin
  if written <> 1 then
    raise exception 'the version to replace was replaced already' using errcode = 'HR412';
  end if;
end
$$;

-- Text search under row-level security: @@ is not leakproof, so a policy would keep it off its index. This function's owner has a
-- policy without a barrier, and the function compares the organisation itself.
create policy search on incidents for select to incidents_search using (true);
grant select on incidents to incidents_search;
create function incidents_matching(query tsquery) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as
$$
  select id from incidents
  where organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid and search @@ query
$$;

-- While everything is still the owner's own: of a function that it gave away it could take nothing back.
revoke all on all functions in schema public from public;
grant execute on function append_change(uuid, integer, text), require_written(bigint), incidents_matching(tsquery) to incidents_app;
grant create on schema public to incidents_search;
alter function incidents_matching(tsquery) owner to incidents_search;
revoke create on schema public from incidents_search;

grant select, insert, update on organisations, api_keys, incidents to incidents_app;
grant select, insert on incident_versions to incidents_app;
grant select, insert, delete on idempotency_keys to incidents_app;
grant select on heads, changes, operator_keys, "__EFMigrationsHistory" to incidents_app;
