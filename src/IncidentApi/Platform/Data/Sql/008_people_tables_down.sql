drop function publish_people(integer[], text[], integer[], json, date), people_step_is_safe(integer[], boolean[], integer[], boolean[]),
  people_counts(integer[], text[], integer[]), people_candidates(integer[], text[], integer[]), people_day();
do $$
declare
  name text;
begin
  foreach name in array array['public_facts', 'shared_facts', 'disclosures', 'people', 'organisations'] loop
    execute format('drop policy figures on %I', name);
    execute format('revoke all on %I from incidents_figures', name);
  end loop;
end
$$;
