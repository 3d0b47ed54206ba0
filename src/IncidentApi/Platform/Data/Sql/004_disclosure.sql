-- Rows for partners and for the world, and the doors through which they are read. Never edited after landing.
do $$
declare
  name text;
begin
  foreach name in array array['disclosures', 'shared_incidents', 'public_incidents', 'partnerships', 'partnership_incidents', 'shared_heads', 'shared_changes'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy own on %I to incidents_app, incidents_owner using (organisation_id = nullif(current_setting(''app.organisation_id'', true), '''')::uuid)', name);
  end loop;
end
$$;

-- A partner reads the grants that were given to it, and behind each that has not ended the rows that it opens: all that may go to
-- partners, all that may go to everybody, or single ones. The grant ends here, by its date, whatever the service believes.
create policy given on partnerships for select to incidents_app
  using (partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid);
create policy given on partnership_incidents for select to incidents_app
  using (partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid);

-- What has not ended, and only that.
create view live_partnerships with (security_invoker = true) as
  select organisation_id, id, partner_id, visibility from partnerships
  where ended_at is null and (now() at time zone 'utc')::date <= until;

-- Each sub-select is asked once for a query, not once for a row. The first condition says nothing new: it lets PostgreSQL begin with the
-- organisations that share anything.
create policy shared on shared_incidents for select to incidents_app using (
  organisation_id = any (array(select p.organisation_id from live_partnerships p
    where p.partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid))
  and (organisation_id = any (array(select p.organisation_id from live_partnerships p
      where p.partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid and p.visibility = 'partners'))
    or (visibility = 'public' and organisation_id = any (array(select p.organisation_id from live_partnerships p
      where p.partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid and p.visibility = 'public')))
    or id = any (array(select i.incident_id from partnership_incidents i
      join live_partnerships p on p.organisation_id = i.organisation_id and p.id = i.partnership_id
      where p.partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid and i.partner_id = p.partner_id))));

-- The world reads through a role that reaches this table and its change log, and nothing else.
create policy everybody on public_incidents for select to incidents_public using (true);
alter table public_heads enable row level security, force row level security;
alter table public_changes enable row level security, force row level security;
create policy own on public_heads to incidents_owner using (true);
create policy own on public_changes to incidents_owner using (true);
create policy everybody on public_changes for select to incidents_public using (true);
create policy everybody on public_heads for select to incidents_public using (true);
insert into public_heads (id, position) values (1, 0);

-- Every organisation has a change log for its partners from its first moment, those that are here already too.
create function open_shared_change_log() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  insert into shared_heads (organisation_id, position) values (new.id, 0);
  return new;
end
$$;
create trigger open_shared_change_log after insert on organisations for each row execute function open_shared_change_log();
alter table organisations no force row level security;
alter table shared_heads no force row level security;
insert into shared_heads (organisation_id, position) select id, 0 from organisations;
alter table organisations force row level security;
alter table shared_heads force row level security;

-- The only ways into the change logs of partners and of the world. They come after the organisation's own, partners first: all
-- transactions lock the heads in this order.
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

create function append_public_change(incident uuid, version integer, kind text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as
$$
declare
  place bigint;
begin
  if not exists (select from disclosures where organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid
      and id = incident and audience = 'public') then
    raise exception 'the public knows no such record';
  end if;
  update public_heads set position = position + 1 where id = 1 returning position into place;
  insert into public_changes (position, incident_id, version, kind, on_day)
    values (place, incident, version, kind, (now() at time zone 'utc')::date);
  return place;
end
$$;

-- Text search among what partners share: it asks the same grants as the policy does, for it runs past it.
create policy search on shared_incidents for select to incidents_search using (true);
create policy search on partnerships for select to incidents_search using (true);
create policy search on partnership_incidents for select to incidents_search using (true);
grant select on shared_incidents, partnerships, live_partnerships, partnership_incidents to incidents_search;
create function shared_incidents_matching(query tsquery) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as
$$
  select s.id from shared_incidents s
  where s.search @@ query and exists (
    select from live_partnerships p
    where p.partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid and p.organisation_id = s.organisation_id
      and (p.visibility = 'partners' or p.visibility = s.visibility
        or exists (select from partnership_incidents i where i.organisation_id = p.organisation_id and i.partnership_id = p.id and i.incident_id = s.id)))
$$;

-- Whoever shares names the partner by id; the name is all that anybody learns of another organisation.
create policy named on organisations for select to incidents_search using (true);
grant select (id, name) on organisations to incidents_search;
create function name_of_organisation(organisation uuid) returns text
language sql stable security definer set search_path = public, pg_temp as
$$
  select name from organisations where id = organisation
$$;

revoke all on function open_shared_change_log(), append_shared_change(uuid, integer, text), append_public_change(uuid, integer, text),
  shared_incidents_matching(tsquery), name_of_organisation(uuid) from public;
grant execute on function append_shared_change(uuid, integer, text), append_public_change(uuid, integer, text),
  shared_incidents_matching(tsquery), name_of_organisation(uuid) to incidents_app;
grant create on schema public to incidents_search;
alter function shared_incidents_matching(tsquery) owner to incidents_search;
alter function name_of_organisation(uuid) owner to incidents_search;
revoke create on schema public from incidents_search;

grant select, insert, update on disclosures, partnerships to incidents_app;
grant select, insert on partnership_incidents to incidents_app;
grant select on live_partnerships to incidents_app;
grant select, insert, update, delete on shared_incidents, public_incidents to incidents_app;
grant select on shared_heads, shared_changes to incidents_app;
grant select on public_incidents, public_heads, public_changes to incidents_public;
