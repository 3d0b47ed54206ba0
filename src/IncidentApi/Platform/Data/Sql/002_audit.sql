-- The audit log: one hash chain for each organisation, which one function extends and nobody rewrites. Platform/Audit/README.md has the format.

do $$
declare
  name text;
begin
  foreach name in array array['audit_entries', 'audit_reasons'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy own on %I using (organisation_id = nullif(current_setting(''app.organisation_id'', true), '''')::uuid)', name);
  end loop;
end
$$;

-- A field of an entry: its length in four bytes, then its bytes. What is absent has no bytes.
create function audit_field(value bytea) returns bytea
language sql immutable as
$$
  select int4send(coalesce(octet_length(value), 0)) || coalesce(value, '')
$$;

create function audit_instant(value timestamptz) returns bytea
language sql immutable as
$$
  select int8send((extract(epoch from value) * 1000000)::bigint)
$$;

-- The only way into the audit log and the change log. It takes the organisation from the setting, locks the head, and writes at the next
-- position. With is_change the entry is a version of an incident, which the followers of the change log hear of at the same moment.
create function append_audit(act text, key uuid, subject text, id uuid, number bigint, since timestamptz,
  commitment bytea, salt bytea, reason text, is_change boolean) returns bigint
language plpgsql security definer set search_path = public, pg_temp as
$$
declare
  organisation uuid := nullif(current_setting('app.organisation_id', true), '')::uuid;
  head heads%rowtype;
  place bigint;
  moment timestamptz;
  entry bytea;
  next_hash bytea;
begin
  select * into head from heads where organisation_id = organisation for update;
  if not found then
    raise exception 'no audit log is open for this organisation';
  end if;

  place := head.audit_position + 1;
  -- As finely as the API tells instants, so that every export says what was hashed.
  moment := date_trunc('milliseconds', clock_timestamp());
  entry := audit_field('incidents-audit-1') || audit_field(uuid_send(organisation)) || audit_field(int8send(place)) || audit_field(audit_instant(moment))
    || audit_field(convert_to(act, 'UTF8')) || audit_field(uuid_send(key)) || audit_field(convert_to(subject, 'UTF8')) || audit_field(uuid_send(id))
    || audit_field(int8send(number)) || audit_field(audit_instant(since)) || audit_field(commitment);
  next_hash := sha256(head.audit_hash || entry);

  update heads set audit_position = place, audit_hash = next_hash, position = head.position + is_change::integer where organisation_id = organisation;
  insert into audit_entries (organisation_id, position, at, act, key_id, subject, subject_id, number, since, commitment, entry, hash)
    values (organisation, place, moment, act, key, subject, id, number, since, commitment, entry, next_hash);
  if reason is not null then
    insert into audit_reasons (organisation_id, position, salt, text) values (organisation, place, salt, reason);
  end if;
  if is_change then
    insert into changes (organisation_id, position, incident_id, version, kind, at)
      values (organisation, head.position + 1, id, number, act, moment);
  end if;
  return place;
end
$$;

-- Forgets why things were done to a subject: a reason may name somebody. The entries keep its commitment, whose key goes with it.
create function erase_audit_reasons(whom uuid) returns bigint
language sql security definer set search_path = public, pg_temp as
$$
  with erased as (
    delete from audit_reasons reasons using audit_entries entries
    where entries.organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid and entries.subject_id = whom
      and reasons.organisation_id = entries.organisation_id and reasons.position = entries.position
    returning 1)
  select count(*) from erased
$$;

-- A change that is in no audit log cannot be made any more.
drop function append_change(uuid, integer, text);

revoke all on function audit_field(bytea), audit_instant(timestamptz), erase_audit_reasons(uuid),
  append_audit(text, uuid, text, uuid, bigint, timestamptz, bytea, bytea, text, boolean) from public;
grant execute on function erase_audit_reasons(uuid),
  append_audit(text, uuid, text, uuid, bigint, timestamptz, bytea, bytea, text, boolean) to incidents_app;
grant select on audit_entries, audit_reasons to incidents_app;
