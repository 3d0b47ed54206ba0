-- Back to the change logs of before 012, whose entries for partners begin anew.
drop trigger note_shared_change on shared_incidents;
drop trigger note_partnership on partnerships;
drop trigger note_partnership_end on partnerships;
drop trigger note_shared_incident on partnership_incidents;
drop policy lapsed on partnerships;
drop policy prune on heads;
drop policy prune on changes;
drop policy pruned on changes;
drop function note_shared_change(), note_partnership(), note_shared_incident(), note_lapsed_partnership(), prune_changes(integer),
  tell_of_incident(uuid, uuid), tell_partner(uuid, uuid), tell_partners(uuid, uuid[], uuid[], integer[], text[]);
drop view partner_views;

create or replace function open_shared_change_log() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  insert into shared_heads (organisation_id, position) values (new.id, 0);
  return new;
end
$$;

create or replace function append_audit(act text, key uuid, subject text, id uuid, number bigint, since timestamptz,
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

alter table shared_changes enable row level security, force row level security;
create policy own on shared_changes to incidents_app, incidents_owner using (organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid);
grant select on shared_changes to incidents_app;

create function append_shared_change(incident uuid, version integer, kind text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as
$$
declare
  organisation uuid := nullif(current_setting('app.organisation_id', true), '')::uuid;
  place bigint;
begin
  if not exists (select from disclosures where organisation_id = organisation and id = incident and audience = 'partners') then
    raise exception 'partners know no such record';
  end if;
  update shared_heads set position = position + 1 where organisation_id = organisation returning position into place;
  if place is null then
    raise exception 'no change log is open for this organisation';
  end if;
  insert into shared_changes (organisation_id, position, incident_id, version, kind, at)
    values (organisation, place, incident, version, kind, clock_timestamp());
  return place;
end
$$;

-- A partnership for what everybody may see opens fewer rows than one for all that partners may see: its reader follows a number of its own, and does
-- not learn when something moved that he cannot read.
create function note_shared_public() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  update shared_heads set public_position = public_position + 1 where organisation_id = coalesce(new.organisation_id, old.organisation_id);
  return null;
end
$$;
create constraint trigger note_shared_public_insert after insert on shared_incidents deferrable initially deferred
  for each row when (new.visibility = 'public') execute function note_shared_public();
create constraint trigger note_shared_public_update after update on shared_incidents deferrable initially deferred
  for each row when (old.visibility = 'public' or new.visibility = 'public') execute function note_shared_public();
create constraint trigger note_shared_public_delete after delete on shared_incidents deferrable initially deferred
  for each row when (old.visibility = 'public') execute function note_shared_public();

-- Where the change logs stand of those who share with the caller: how much they write is for the service alone to know, which seals it.
create function shared_positions() returns text
language sql stable security definer set search_path = public, pg_temp as
$$
  select coalesce(string_agg(h.organisation_id || ':' || h.position, ',' order by h.organisation_id), '') from shared_heads h
  where exists (select from live_partnerships p
    where p.organisation_id = h.organisation_id and p.partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid)
$$;

revoke all on function append_shared_change(uuid, integer, text), note_shared_public(), shared_positions() from public;
grant execute on function append_shared_change(uuid, integer, text), shared_positions() to incidents_app;
grant create on schema public to incidents_search;
alter function shared_positions() owner to incidents_search;
revoke create on schema public from incidents_search;
