-- Who was held when: beside the facts, for the same three audiences and under the same policies. Never edited after landing.
do $$
declare
  name text;
begin
  foreach name in array array['incident_detentions', 'shared_detentions', 'public_detentions'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy own on %I to incidents_app, incidents_owner using (organisation_id = nullif(current_setting(''app.organisation_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, delete on %I to incidents_app', name);
  end loop;
end
$$;

-- What a partner may list, it may count: the conditions of shared_incidents, word for word.
create policy shared on shared_detentions for select to incidents_app using (
  organisation_id = any (array(select p.organisation_id from live_partnerships p
    where p.partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid))
  and (organisation_id = any (array(select p.organisation_id from live_partnerships p
      where p.partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid and p.visibility = 'partners'))
    or (visibility = 'public' and organisation_id = any (array(select p.organisation_id from live_partnerships p
      where p.partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid and p.visibility = 'public')))
    or incident_id = any (array(select i.incident_id from partnership_incidents i
      join live_partnerships p on p.organisation_id = i.organisation_id and p.id = i.partnership_id
      where p.partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid and i.partner_id = p.partner_id))));
grant update (visibility) on shared_detentions to incidents_app;

create policy everybody on public_detentions for select to incidents_public using (true);
grant select on public_detentions to incidents_public;
