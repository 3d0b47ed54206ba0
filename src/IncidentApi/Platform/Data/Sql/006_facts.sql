-- Who did what to whom, as rows that statistics add up: the same three audiences as incidents, under the same policies. Never edited after landing.
do $$
declare
  name text;
begin
  foreach name in array array['incident_facts', 'incident_links', 'shared_facts', 'shared_links', 'public_facts', 'public_links'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy own on %I to incidents_app, incidents_owner using (organisation_id = nullif(current_setting(''app.organisation_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, delete on %I to incidents_app', name);
  end loop;

  -- What a partner may list, it may count: the conditions of shared_incidents, word for word.
  foreach name in array array['shared_facts', 'shared_links'] loop
    execute format($policy$
      create policy shared on %I for select to incidents_app using (
        organisation_id = any (array(select p.organisation_id from live_partnerships p
          where p.partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid))
        and (organisation_id = any (array(select p.organisation_id from live_partnerships p
            where p.partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid and p.visibility = 'partners'))
          or (visibility = 'public' and organisation_id = any (array(select p.organisation_id from live_partnerships p
            where p.partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid and p.visibility = 'public')))
          or incident_id = any (array(select i.incident_id from partnership_incidents i
            join live_partnerships p on p.organisation_id = i.organisation_id and p.id = i.partnership_id
            where p.partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid and i.partner_id = p.partner_id))))
      $policy$, name);
    execute format('grant update (visibility) on %I to incidents_app', name);
  end loop;

  foreach name in array array['public_facts', 'public_links'] loop
    execute format('create policy everybody on %I for select to incidents_public using (true)', name);
    execute format('grant select on %I to incidents_public', name);
  end loop;
end
$$;

-- By which reading of the documents the facts were made: only whoever migrates asks.
alter table fact_readings enable row level security, force row level security;
create policy made on fact_readings to incidents_owner using (true);
