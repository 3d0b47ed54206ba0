-- How finely a map can place what is here already, said as the service says it of what it writes. The owner is bound by the policies, and
-- speaks for nobody: they are lifted from it for this one change. No reader sees a difference, so no trigger is told; one that waits for the
-- end of the transaction would keep the tables from being altered. Never edited after landing.
do $$
declare
  name text;
begin
  foreach name in array array['incidents', 'shared_incidents', 'public_incidents'] loop
    execute format('alter table %I disable trigger user, no force row level security', name);
    execute format($update$
      update %I set placed = case
        when brief -> 'location' ->> 'precision' in ('exact', 'locality') and latitude is not null then brief -> 'location' ->> 'precision'
        when brief -> 'location' ->> 'precision' is distinct from 'country' and brief -> 'location' ->> 'region' is not null then brief -> 'location' ->> 'region'
        else brief -> 'location' ->> 'country' end
      $update$, name);
    execute format('alter table %I enable trigger user, force row level security', name);
  end loop;
end
$$;
