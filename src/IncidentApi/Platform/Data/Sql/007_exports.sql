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

revoke all on function forget_exports() from public;
grant execute on function forget_exports() to incidents_app;
grant select, insert, update on exports to incidents_app;
