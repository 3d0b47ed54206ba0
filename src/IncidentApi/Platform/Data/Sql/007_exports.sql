-- What is kept of exports, for their organisations; of those that nobody's key made, for whoever knows the id. Never edited after landing.
alter table exports enable row level security, force row level security;
create policy own on exports to incidents_app, incidents_owner
  using (organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid);
create policy held on exports to incidents_app
  using (organisation_id is null and id = nullif(current_setting('app.export_id', true), '')::uuid);
create policy outdated on exports to incidents_owner using (kept_until < now());

-- Forgets what is past its time, whosever it is, and tells nothing of it.
create function forget_exports() returns void
language sql security definer set search_path = public, pg_temp as
$$
  delete from exports where kept_until < now()
$$;

-- Where the change logs stand of those who share with the caller: how much they write is for the service alone to know, which seals it.
create function shared_positions() returns text
language sql stable security definer set search_path = public, pg_temp as
$$
  select coalesce(string_agg(h.organisation_id || ':' || h.position, ',' order by h.organisation_id), '') from shared_heads h
  where exists (select from live_partnerships p
    where p.organisation_id = h.organisation_id and p.partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid)
$$;

revoke all on function forget_exports(), shared_positions() from public;
grant execute on function forget_exports(), shared_positions() to incidents_app;
grant create on schema public to incidents_search;
alter function shared_positions() owner to incidents_search;
revoke create on schema public from incidents_search;
grant select, insert, update on exports to incidents_app;
