-- Yearly tables of people whose gender, age or groups at risk redacted rows hide. Features/Statistics/People/README.md says what they protect
-- and how. Only the functions below read hidden people across organisations; they belong to incidents_figures, as whom nobody logs in, and
-- hand out counts alone. Never edited after landing.
do $$
declare
  name text;
begin
  if not exists (select from pg_roles where rolname = 'incidents_figures') then
    raise exception 'The role incidents_figures is missing: run deploy/roles.sql again (deploy/set-up-roles.sh in the container), then migrate.';
  end if;

  foreach name in array array['hidden_people', 'people_tables', 'people_releases', 'people_contributors', 'public_people_figures', 'public_people_day',
      'shared_people_figures'] loop
    execute format('alter table %I enable row level security, force row level security', name);
  end loop;

  -- What is counted: written with the record, by its organisation.
  create policy own on hidden_people to incidents_app, incidents_owner using (organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid);
  grant select, insert, delete on hidden_people to incidents_app;
  foreach name in array array['hidden_people', 'public_facts', 'shared_facts', 'disclosures', 'people', 'organisations'] loop
    execute format('create policy figures on %I for select to incidents_figures using (true)', name);
  end loop;
  grant select on hidden_people to incidents_figures;
  grant select (incident_id, victim, kind, type, country, act_year, people_min, people_max, people_unknown) on public_facts, shared_facts to incidents_figures;
  grant select (visibility) on shared_facts to incidents_figures;
  grant select (organisation_id, incident_id, audience, id) on disclosures to incidents_figures;
  grant select (organisation_id, id, merged_into) on people to incidents_figures;
  grant select (id, name) on organisations to incidents_figures;

  -- What was published, exactly and suppressed: nobody else writes here, and exact counts nobody else reads.
  foreach name in array array['people_tables', 'people_releases', 'people_contributors', 'public_people_figures', 'public_people_day', 'shared_people_figures'] loop
    execute format('create policy figures on %I to incidents_figures using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on %I to incidents_figures', name);
  end loop;
  foreach name in array array['public_people_figures', 'public_people_day'] loop
    execute format('create policy everybody on %I for select to incidents_public using (true)', name);
    execute format('grant select on %I to incidents_public', name);
  end loop;
end
$$;

-- Tables over what goes to partners are for those who may list all of it: who sees single records, or public ones alone, gets none.
create policy given on shared_people_figures for select to incidents_app using (
  organisation_id = any (array(select p.organisation_id from live_partnerships p
    where p.partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid and p.visibility = 'partners')));
grant select on shared_people_figures to incidents_app;

-- Each person once for each subject: in the table that has counted them already, or else in the first one where they could be counted.
-- Types come in the order of their groups. Subjects are 1 for gender, 2 for age, else a group at risk.
create function people_candidates(types integer[], groups text[], at_risk_groups integer[])
  returns table (organisation_id uuid, subject integer, contributor uuid, audience text, country integer, violation_group text, year integer, value smallint)
language sql stable set search_path = public, pg_temp as
$$
  with shown as (
    select 'public' as audience, f.incident_id, f.victim, f.kind, f.type, f.country, f.act_year, f.people_min, f.people_max, f.people_unknown from public_facts f
    union all
    select 'partners', f.incident_id, f.victim, f.kind, f.type, f.country, f.act_year, f.people_min, f.people_max, f.people_unknown from shared_facts f
    where f.visibility = 'partners'),
  hidden as materialized (
    select h.organisation_id, coalesce(p.merged_into, h.contributor) as contributor, h.audience, f.country, g.name as violation_group, g.nth, f.act_year as year,
      h.gender, h.age, h.at_risk, h.incident_id, h.place
    from hidden_people h
    join disclosures d on d.organisation_id = h.organisation_id and d.incident_id = h.incident_id and d.audience = h.audience
    join shown f on f.incident_id = d.id and f.victim = h.place and f.audience = h.audience
    join unnest(types, groups) with ordinality g(type, name, nth) on g.type = f.type
    left join people p on p.organisation_id = h.organisation_id and p.id = h.contributor
    where f.kind = 'event' and f.country is not null and f.act_year is not null and (f.people_min, f.people_max, f.people_unknown) = (1, 1, 0)),
  asked as (
    select distinct h.organisation_id, s.subject from hidden h cross join (values (1), (2)) s(subject)
    union
    select h.organisation_id, r.subject from hidden h cross join unnest(h.at_risk) r(subject)
    where r.subject = any(at_risk_groups) group by 1, 2 having count(distinct h.contributor) >= 5
    union
    select t.organisation_id, t.subject from people_tables t)
  select distinct on (h.organisation_id, a.subject, h.contributor) h.organisation_id, a.subject, h.contributor, h.audience, h.country, h.violation_group, h.year,
    (case a.subject when 1 then h.gender when 2 then h.age else case when a.subject = any(h.at_risk) then 0 else 1 end end)::smallint
  from hidden h
  join asked a on a.organisation_id = h.organisation_id
  left join people_contributors c on c.organisation_id = h.organisation_id and c.subject = a.subject and c.contributor = h.contributor
  left join people_tables t on t.id = c.table_id
  where t.id is null or (t.audience, t.country, t.violation_group, t.year) = (h.audience, h.country, h.violation_group, h.year)
  order by h.organisation_id, a.subject, h.contributor, h.audience desc, h.year, h.nth, h.country, h.incident_id, h.place
$$;

-- What each table would count today, how many of those whom it counted last are gone, and everything that was ever published of it.
create function people_counts(types integer[], groups text[], at_risk_groups integer[])
  returns table (organisation_id uuid, audience text, country integer, violation_group text, year integer, subject integer, counts integer[], shown boolean, gone bigint, releases json)
language sql stable security definer set search_path = public, pg_temp as
$$
  with candidates as materialized (select * from people_candidates(types, groups, at_risk_groups)),
  counted as (
    select c.organisation_id, c.audience, c.country, c.violation_group, c.year, c.subject,
      array[count(*) filter (where c.value = 0), count(*) filter (where c.value = 1), count(*) filter (where c.value = 2)]::integer[] as counts
    from candidates c group by 1, 2, 3, 4, 5, 6)
  select organisation_id, audience, country, violation_group, year, subject, coalesce(n.counts, '{0,0,0}'), coalesce(t.shown, false),
    (select count(*) from people_contributors c where c.table_id = t.id and c.counted and not exists (
      select from candidates k where k.organisation_id = c.organisation_id and k.subject = c.subject and k.contributor = c.contributor)),
    (select json_agg(json_build_object('counts', r.counts, 'visible', r.visible) order by r.number) from people_releases r where r.table_id = t.id)
  from counted n full join people_tables t using (organisation_id, audience, country, violation_group, year, subject)
  where t.id is not null or n.counts[1] + n.counts[2] + n.counts[3] >= 10
$$;

-- Whether publishing these counts so, after those, reveals no step of fewer than five people: the rule of PeopleRule.cs once more, as a
-- gate that no mistake of the service passes.
create function people_step_is_safe(old_counts integer[], old_visible boolean[], new_counts integer[], new_visible boolean[]) returns boolean
language sql immutable set search_path = public, pg_temp as
$$
  with counted as (
    select * from unnest(old_counts, old_visible, new_counts, new_visible) with ordinality v(old_count, old_visible, new_count, new_visible, nth)),
  steps as (
    select case when old_visible and new_visible then nth else 0 end as part, sum(new_count - old_count) as step from counted group by 1),
  -- A zero that one of both shows and the other hides.
  zeros as (
    select old_visible, (select step from steps where part = 0) as together from counted
    where old_visible <> new_visible and case when old_visible then old_count else new_count end = 0)
  select bool_and(step = 0 or abs(step) >= 5) and count(*) filter (where step <> 0) >= 2
    and count(*) filter (where step > 0) <> 1 and count(*) filter (where step < 0) <> 1
    and not exists (select from zeros z where case when z.old_visible then z.together <= 0 else z.together >= 0 end)
  from steps
$$;

-- Publishes tables, or takes one back where nothing is visible, and writes down whom they count: whoever was counted in one table is counted
-- in no other for good.
create function publish_people(types integer[], groups text[], at_risk_groups integer[], decided json, today date) returns void
language plpgsql security definer set search_path = public, pg_temp as
$$
declare
  broken integer;
begin
  insert into people_tables (organisation_id, audience, country, violation_group, year, subject, shown)
    select d.organisation_id, d.audience, d.country, d.violation_group, d.year, d.subject, true
    from json_to_recordset(decided) as d(organisation_id uuid, audience text, country integer, violation_group text, year integer, subject integer)
    on conflict (organisation_id, audience, country, violation_group, year, subject) do nothing;

  update people_contributors c set counted = false
    from json_to_recordset(decided) as d(organisation_id uuid, audience text, country integer, violation_group text, year integer, subject integer)
    join people_tables t using (organisation_id, audience, country, violation_group, year, subject)
    where c.table_id = t.id;
  insert into people_contributors (organisation_id, subject, contributor, table_id, counted)
    select k.organisation_id, k.subject, k.contributor, t.id, true
    from people_candidates(types, groups, at_risk_groups) k
    join people_tables t using (organisation_id, audience, country, violation_group, year, subject)
    join json_to_recordset(decided) as d(organisation_id uuid, audience text, country integer, violation_group text, year integer, subject integer, visible boolean[])
      using (organisation_id, audience, country, violation_group, year, subject)
    where d.visible is not null
    on conflict (organisation_id, subject, contributor) do update set counted = true where people_contributors.table_id = excluded.table_id;

  select count(*) into broken
    from json_to_recordset(decided) as d(organisation_id uuid, audience text, country integer, violation_group text, year integer, subject integer, counts integer[], visible boolean[])
    join people_tables t using (organisation_id, audience, country, violation_group, year, subject)
    where d.visible is not null and (
      (select count(*) from people_contributors c where c.table_id = t.id and c.counted) <> (select sum(u) from unnest(d.counts) u)
      or not people_step_is_safe('{0,0,0}', '{t,t,t}', d.counts, d.visible)
      or exists (select from people_releases r where r.table_id = t.id and not people_step_is_safe(r.counts, r.visible, d.counts, d.visible)));
  if broken > 0 then
    raise exception 'Publishing % of these tables would reveal somebody, or counts other people than were judged.', broken;
  end if;

  insert into people_releases (table_id, number, day, counts, visible)
    select t.id, (select count(*) from people_releases r where r.table_id = t.id) + 1, today, d.counts, d.visible
    from json_to_recordset(decided) as d(organisation_id uuid, audience text, country integer, violation_group text, year integer, subject integer, counts integer[], visible boolean[])
    join people_tables t using (organisation_id, audience, country, violation_group, year, subject)
    where d.visible is not null;
  update people_tables t set shown = d.visible is not null
    from json_to_recordset(decided) as d(organisation_id uuid, audience text, country integer, violation_group text, year integer, subject integer, visible boolean[])
    where (t.organisation_id, t.audience, t.country, t.violation_group, t.year, t.subject) = (d.organisation_id, d.audience, d.country, d.violation_group, d.year, d.subject);

  -- Of a group at risk only those in it: the rest would be a margin.
  delete from public_people_figures f using people_tables t where t.id = f.table_id and (not t.shown or exists (
    select from people_releases r where r.table_id = t.id and r.day = today));
  delete from shared_people_figures f using people_tables t where t.id = f.table_id and (not t.shown or exists (
    select from people_releases r where r.table_id = t.id and r.day = today));
  insert into public_people_figures (table_id, value, organisation_id, organisation_name, country, violation_group, year, subject, count, published_on)
    select t.id, v.nth - 1, t.organisation_id, '', t.country, t.violation_group, t.year, t.subject, case when v.visible then v.count end, r.day
    from people_tables t
    join lateral (select * from people_releases r where r.table_id = t.id order by r.number desc limit 1) r on true
    cross join unnest(r.counts, r.visible) with ordinality v(count, visible, nth)
    where t.audience = 'public' and t.shown and (t.subject in (1, 2) or v.nth = 1) and not exists (select from public_people_figures f where f.table_id = t.id);
  insert into shared_people_figures (table_id, value, organisation_id, organisation_name, country, violation_group, year, subject, count, published_on)
    select t.id, v.nth - 1, t.organisation_id, '', t.country, t.violation_group, t.year, t.subject, case when v.visible then v.count end, r.day
    from people_tables t
    join lateral (select * from people_releases r where r.table_id = t.id order by r.number desc limit 1) r on true
    cross join unnest(r.counts, r.visible) with ordinality v(count, visible, nth)
    where t.audience = 'partners' and t.shown and (t.subject in (1, 2) or v.nth = 1) and not exists (select from shared_people_figures f where f.table_id = t.id);

  update public_people_figures f set organisation_name = o.name from organisations o where o.id = f.organisation_id and o.name <> f.organisation_name;
  update shared_people_figures f set organisation_name = o.name from organisations o where o.id = f.organisation_id and o.name <> f.organisation_name;
  insert into public_people_day (id, day) values (1, today) on conflict (id) do update set day = excluded.day;
end
$$;

-- The day on which the tables were last made.
create function people_day() returns date
language sql stable security definer set search_path = public, pg_temp as
$$
  select day from public_people_day
$$;

do $$
declare
  signature text;
begin
  grant create on schema public to incidents_figures;
  foreach signature in array array['people_candidates(integer[], text[], integer[])', 'people_counts(integer[], text[], integer[])',
      'people_step_is_safe(integer[], boolean[], integer[], boolean[])', 'publish_people(integer[], text[], integer[], json, date)', 'people_day()'] loop
    execute format('revoke all on function %s from public', signature);
    if signature not like 'people\_candidates%' and signature not like 'people\_step%' then
      execute format('grant execute on function %s to incidents_app', signature);
    end if;
    execute format('alter function %s owner to incidents_figures', signature);
  end loop;
  revoke create on schema public from incidents_figures;
end
$$;
