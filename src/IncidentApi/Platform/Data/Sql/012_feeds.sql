-- The three change logs that others follow: of an organisation, of each reader of what partners share, of the world. Never edited after landing.

-- One log for each reading organisation. What its followers were told that they may see stands beside it: whatever happens, its next entries are
-- the difference between that and what PostgreSQL shows them now.
do $$
declare
  name text;
begin
  foreach name in array array['partner_heads', 'partner_changes', 'partner_known'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy note on %I to incidents_owner using (true) with check (true)', name);
  end loop;
  foreach name in array array['partner_heads', 'partner_changes'] loop
    execute format('create policy own on %I for select to incidents_app using (organisation_id = nullif(current_setting(''app.organisation_id'', true), '''')::uuid)', name);
    execute format('grant select on %I to incidents_app', name);
  end loop;
end
$$;

create or replace function open_shared_change_log() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  insert into shared_heads (organisation_id, position) values (new.id, 0);
  insert into partner_heads (organisation_id, position) values (new.id, 0);
  return new;
end
$$;

-- Which rows each reader may see by a grant that lasts: what the policy on shared_incidents says, for all readers.
create view partner_views with (security_invoker = true) as
  select distinct s.organisation_id, p.partner_id, s.id, s.version
  from live_partnerships p join shared_incidents s on s.organisation_id = p.organisation_id
  where p.visibility = 'partners' or p.visibility = s.visibility
    or exists (select from partnership_incidents i where i.organisation_id = p.organisation_id and i.partnership_id = p.id and i.incident_id = s.id);

-- Writes the entries of some readers. It locks the heads of everybody with whom the organisation shares, in one order, however many of them it
-- needs now: a transaction may come here several times. It comes at the end of it, behind the heads of the organisation and of the world.
create function tell_partners(source uuid, readers uuid[], ids uuid[], versions integer[], types text[]) returns void
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  perform 1 from partner_heads h where h.organisation_id in (select partner_id from partnerships where organisation_id = source)
    order by h.organisation_id for update of h;

  with told as (
    select d.*, row_number() over (partition by d.reader order by d.id) as nth from unnest(readers, ids, versions, types) as d(reader, id, version, type)),
  moved as (
    update partner_heads h set position = h.position + t.entries from (select reader, count(*) as entries from told group by reader) t
    where h.organisation_id = t.reader returning h.organisation_id, h.position - t.entries as before)
  insert into partner_changes (organisation_id, position, source_id, incident_id, version, type, on_day)
    select told.reader, moved.before + told.nth, source, told.id, told.version, told.type, (clock_timestamp() at time zone 'utc')::date
    from told join moved on moved.organisation_id = told.reader;

  delete from partner_known k using unnest(readers, ids, types) as d(reader, id, type)
    where d.type = 'removed' and k.source_id = source and k.incident_id = d.id and k.organisation_id = d.reader;
  insert into partner_known (organisation_id, source_id, incident_id, version)
    select d.reader, source, d.id, d.version from unnest(readers, ids, versions, types) as d(reader, id, version, type) where d.type <> 'removed'
    on conflict (source_id, incident_id, organisation_id) do update set version = excluded.version;
end
$$;

-- Tells every reader what became of one row.
create function tell_of_incident(source uuid, incident uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as
$$
declare
  told record;
begin
  select array_agg(coalesce(v.partner_id, k.organisation_id)) as readers, array_agg(incident) as ids, array_agg(coalesce(v.version, k.version)) as versions,
      array_agg(case when v.version is null then 'removed' when k.version is null then 'created' else 'changed' end) as types into told
    from (select partner_id, version from partner_views where organisation_id = source and id = incident) v
    full join (select organisation_id, version from partner_known where source_id = source and incident_id = incident) k on k.organisation_id = v.partner_id
    where v.version is distinct from k.version;
  if told.readers is not null then
    perform tell_partners(source, told.readers, told.ids, told.versions, told.types);
  end if;
end
$$;

-- Tells one reader what became of all rows: when a partnership begins or ends.
create function tell_partner(source uuid, reader uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as
$$
declare
  told record;
begin
  select array_agg(reader) as readers, array_agg(coalesce(v.id, k.incident_id)) as ids, array_agg(coalesce(v.version, k.version)) as versions,
      array_agg(case when v.version is null then 'removed' when k.version is null then 'created' else 'changed' end) as types into told
    from (select id, version from partner_views where organisation_id = source and partner_id = reader) v
    full join (select incident_id, version from partner_known where source_id = source and organisation_id = reader) k on k.incident_id = v.id
    where v.version is distinct from k.version;
  if told.readers is not null then
    perform tell_partners(source, told.readers, told.ids, told.versions, told.types);
  end if;
end
$$;

-- At the end of every transaction that touches such a row, once it stands as it shall: a row that is replaced is deleted and inserted. It also moves
-- the numbers that name answers (010): public_position is what a partnership for these rows alone follows.
create function note_shared_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
declare
  source uuid := coalesce(new.organisation_id, old.organisation_id);
begin
  if tg_op = 'UPDATE' and (old.version, old.visibility) is not distinct from (new.version, new.visibility) then
    return null;
  end if;
  update shared_heads set
      position = position + (old.version is distinct from new.version)::integer,
      public_position = public_position + (coalesce(old.visibility, '') = 'public' or coalesce(new.visibility, '') = 'public')::integer
    where organisation_id = source;
  perform tell_of_incident(source, coalesce(new.id, old.id));
  return null;
end
$$;
drop trigger note_shared_public_insert on shared_incidents;
drop trigger note_shared_public_update on shared_incidents;
drop trigger note_shared_public_delete on shared_incidents;
drop function note_shared_public();
create constraint trigger note_shared_change after insert or update or delete on shared_incidents deferrable initially deferred
  for each row execute function note_shared_change();

create function note_partnership() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  perform tell_partner(new.organisation_id, new.partner_id);
  return null;
end
$$;
create constraint trigger note_partnership after insert on partnerships deferrable initially deferred
  for each row when (new.visibility is not null) execute function note_partnership();
create constraint trigger note_partnership_end after update on partnerships deferrable initially deferred
  for each row when ((old.ended_at, old.until) is distinct from (new.ended_at, new.until)) execute function note_partnership();

create function note_shared_incident() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  perform tell_of_incident(new.organisation_id, new.incident_id);
  return null;
end
$$;
create constraint trigger note_shared_incident after insert on partnership_incidents deferrable initially deferred
  for each row execute function note_shared_incident();

-- Tells the reader of one partnership whose last day is over that it is, and says whether there was one. It locks as a writer of that organisation does
-- who ends a partnership: its row, the organisation's head, the readers' heads.
create policy lapsed on partnerships to incidents_owner using (until < (now() at time zone 'utc')::date);
create function note_lapsed_partnership() returns boolean
language plpgsql security definer set search_path = public, pg_temp as
$$
declare
  lapsed partnerships%rowtype;
begin
  select * into lapsed from partnerships
    where ended_at is null and not lapse_noted and until < (now() at time zone 'utc')::date order by organisation_id, id limit 1 for update;
  if not found then
    return false;
  end if;
  perform set_config('app.organisation_id', lapsed.organisation_id::text, true);
  update partnerships set lapse_noted = true where organisation_id = lapsed.organisation_id and id = lapsed.id;
  perform 1 from heads where organisation_id = lapsed.organisation_id for update;
  perform tell_partner(lapsed.organisation_id, lapsed.partner_id);
  return true;
end
$$;

-- What an entry means for whoever follows: an own record that was withdrawn is gone from lists and exports, whatever still happens to it.
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
    insert into changes (organisation_id, position, incident_id, version, kind, type, at)
      select organisation, head.position + 1, append_audit.id, number, act,
        case when i.status = 'withdrawn' then 'removed' when act in ('created', 'restored') then 'created' else 'changed' end, moment
      from incidents i where i.organisation_id = organisation and i.id = append_audit.id;
  end if;
  return place;
end
$$;

-- The readers' own logs take their place, and their functions move the numbers.
drop function append_shared_change(uuid, integer, text), shared_positions();

-- Forgets entries that are older than so many days, at least a week, but never the last one of a log: where its followers stand is known for good.
-- What is left of a log is always its end, without a hole.
create policy prune on heads for select to incidents_owner using (true);
create policy prune on changes for select to incidents_owner using (true);
create policy pruned on changes for delete to incidents_owner using (true);
create function prune_changes(kept_days integer) returns bigint
language plpgsql security definer set search_path = public, pg_temp as
$$
declare
  since timestamptz := now() - make_interval(days => greatest(kept_days, 7));
  day date := (since at time zone 'utc')::date;
  pruned bigint;
  more bigint;
begin
  delete from changes c using (
    select h.organisation_id, least(h.position, (select min(y.position) from changes y where y.organisation_id = h.organisation_id and y.at >= since)) as first from heads h) kept
    where c.organisation_id = kept.organisation_id and c.position < kept.first;
  get diagnostics pruned = row_count;
  delete from partner_changes c using (
    select h.organisation_id, least(h.position, (select min(y.position) from partner_changes y where y.organisation_id = h.organisation_id and y.on_day >= day)) as first from partner_heads h) kept
    where c.organisation_id = kept.organisation_id and c.position < kept.first;
  get diagnostics more = row_count;
  pruned := pruned + more;
  delete from public_changes c using (
    select least(h.position, (select min(y.position) from public_changes y where y.on_day >= day)) as first from public_heads h) kept
    where c.position < kept.first;
  get diagnostics more = row_count;
  return pruned + more;
end
$$;

revoke all on function tell_partners(uuid, uuid[], uuid[], integer[], text[]), tell_of_incident(uuid, uuid), tell_partner(uuid, uuid),
  note_shared_change(), note_partnership(), note_shared_incident(), note_lapsed_partnership(), prune_changes(integer) from public;
grant execute on function note_lapsed_partnership(), prune_changes(integer) to incidents_app;

-- What is here already: each organisation gets its reader's log, told of everything that it may see; and entries of one's own say what they mean.
do $$
declare
  organisation uuid;
  reader uuid;
begin
  alter table organisations no force row level security;
  insert into partner_heads (organisation_id, position) select id, 0 from organisations;
  for organisation in select id from organisations order by id loop
    perform set_config('app.organisation_id', organisation::text, true);
    update changes c set type = case
        when k.kind = 'withdrawn' then 'removed' when c.kind in ('created', 'restored') then 'created' else 'changed' end
      from (select e.position, max(e.position) filter (where e.kind in ('withdrawn', 'restored')) over (partition by e.incident_id order by e.position) as step
        from changes e where e.organisation_id = organisation) s
      left join changes k on k.organisation_id = organisation and k.position = s.step
      where c.organisation_id = organisation and c.position = s.position;
    for reader in select distinct partner_id from partnerships where organisation_id = organisation order by 1 loop
      perform tell_partner(organisation, reader);
    end loop;
    update partnerships set lapse_noted = true where organisation_id = organisation and until < (now() at time zone 'utc')::date;
  end loop;
  perform set_config('app.organisation_id', '', true);
  alter table organisations force row level security;
end
$$;
alter table changes alter column type drop default;
