-- The sums of records that are one act alone, kept by a trigger on their facts, once a statement. Never edited after landing.
alter table incident_tallies enable row level security, force row level security;
create policy own on incident_tallies to incidents_app, incidents_owner
  using (organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid);
grant select on incident_tallies to incidents_app;

-- Facts of one record are inserted and deleted in one statement. The head is locked first, as every writing transaction will do in its last
-- statement: two that touch the same sums in another order would wait for each other.
create function tally_facts() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
declare
  sign integer := case tg_op when 'INSERT' then 1 else -1 end;
begin
  if not exists (select from moved where alone) then
    return null;
  end if;
  perform from heads where organisation_id in (select distinct organisation_id from moved) order by organisation_id for update;
  insert into incident_tallies as t (organisation_id, country, type, year, quarter, month, kind, status, verification,
      incidents, acts_min, acts_max, acts_unknown, people_min, people_max, people_unknown, organisations)
    select organisation_id, country, type, year, quarter, month, kind, status, verification,
      sign * count(*), sign * sum(acts_min), sign * sum(acts_max), sign * sum(acts_unknown),
      sign * sum(people_min), sign * sum(people_max), sign * sum(people_unknown), sign * sum(organisations)
    from (
      select organisation_id, incident_id, country, type, coalesce(year, 0) as year, coalesce(quarter, 0) as quarter, coalesce(month, 0) as month, kind, status, verification,
        max(acts_min) as acts_min, max(acts_max) as acts_max, max(acts_unknown) as acts_unknown,
        sum(people_min) as people_min, sum(people_max) as people_max, sum(people_unknown) as people_unknown, sum(organisations) as organisations
      from moved where alone group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) records
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9
    on conflict (organisation_id, country, type, year, quarter, month, kind, status, verification) do update set
      incidents = t.incidents + excluded.incidents, acts_min = t.acts_min + excluded.acts_min, acts_max = t.acts_max + excluded.acts_max,
      acts_unknown = t.acts_unknown + excluded.acts_unknown, people_min = t.people_min + excluded.people_min, people_max = t.people_max + excluded.people_max,
      people_unknown = t.people_unknown + excluded.people_unknown, organisations = t.organisations + excluded.organisations;
  return null;
end
$$;
revoke all on function tally_facts() from public;
create trigger tally_added after insert on incident_facts referencing new table as moved for each statement execute function tally_facts();
create trigger tally_removed after delete on incident_facts referencing old table as moved for each statement execute function tally_facts();
