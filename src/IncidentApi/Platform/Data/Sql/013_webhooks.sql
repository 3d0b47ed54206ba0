-- Webhooks belong to one organisation each, and so does everything that is kept of them. Never edited after landing.
do $$
declare
  name text;
begin
  foreach name in array array['webhooks', 'webhook_events', 'webhook_attempts', 'webhook_matches'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy own on %I to incidents_app, incidents_owner using (organisation_id = nullif(current_setting(''app.organisation_id'', true), '''')::uuid)', name);
  end loop;
end
$$;
create policy outdated on webhook_events to incidents_owner using (kept_until < now());

-- Which webhooks have something to do, of all organisations: nothing else of them is told.
create policy search on webhooks for select to incidents_search using (true);
create policy search on webhook_events for select to incidents_search using (true);
create policy search on heads for select to incidents_search using (true);
create policy search on partner_heads for select to incidents_search using (true);
create policy search on public_heads for select to incidents_search using (true);
grant select (organisation_id, id, scope, position, is_enabled, paused_until) on webhooks to incidents_search;
grant select (organisation_id, webhook_id, status, due_at) on webhook_events to incidents_search;
grant select (organisation_id, position) on heads to incidents_search;
grant select (organisation_id, position) on partner_heads to incidents_search;
grant select (id, position) on public_heads to incidents_search;

-- Those whose change log has gone on since they last looked.
create function webhooks_behind() returns table (organisation_id uuid, webhook_id uuid)
language sql stable security definer set search_path = public, pg_temp as
$$
  select w.organisation_id, w.id from webhooks w
  where w.is_enabled and w.position <> case w.scope
    when 'own' then (select h.position from heads h where h.organisation_id = w.organisation_id)
    when 'public' then (select h.position from public_heads h where h.id = 1)
    else (select h.position from partner_heads h where h.organisation_id = w.organisation_id) end
$$;

-- Those that have an event to send at this moment of the service's clock, and are not left alone just now.
create function webhooks_due(at timestamptz) returns table (organisation_id uuid, webhook_id uuid)
language sql stable security definer set search_path = public, pg_temp as
$$
  select w.organisation_id, w.id from webhooks w
  where w.is_enabled and (w.paused_until is null or w.paused_until <= at) and exists (select from webhook_events e
    where e.organisation_id = w.organisation_id and e.webhook_id = w.id and e.status = 'waiting' and e.due_at <= at)
$$;

-- Forgets what is past its time, whosever it is, a piece at a time.
create function forget_webhook_events() returns bigint
language sql security definer set search_path = public, pg_temp as
$$
  with gone as (
    delete from webhook_events e using (select organisation_id, id from webhook_events where kept_until < now() limit 5000) old
    where e.organisation_id = old.organisation_id and e.id = old.id returning 1)
  select count(*) from gone
$$;

revoke all on function webhooks_behind(), webhooks_due(timestamptz), forget_webhook_events() from public;
grant execute on function webhooks_behind(), webhooks_due(timestamptz), forget_webhook_events() to incidents_app;
grant create on schema public to incidents_search;
alter function webhooks_behind() owner to incidents_search;
alter function webhooks_due(timestamptz) owner to incidents_search;
revoke create on schema public from incidents_search;

grant select, insert, update, delete on webhooks to incidents_app;
grant select, insert, update on webhook_events to incidents_app;
grant select, insert on webhook_attempts to incidents_app;
grant select, insert, delete on webhook_matches to incidents_app;
