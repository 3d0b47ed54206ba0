-- The entries of all organisations as leaves of one Merkle tree (RFC 9162), whose root the service signs. Platform/Audit/README.md has the format.
-- Only the functions below read across organisations and write here. They belong to incidents_sealer, as whom nobody logs in; they tell of
-- another organisation no more than hashes.

do $$
declare
  name text;
begin
  foreach name in array array['audit_leaves', 'audit_nodes', 'audit_sealed', 'audit_checkpoints'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy seal on %I to incidents_sealer using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on %I to incidents_sealer', name);
  end loop;
end
$$;
create policy seal on heads for select to incidents_sealer using (true);
create policy seal on audit_entries for select to incidents_sealer using (true);
grant select (organisation_id, audit_position) on heads to incidents_sealer;
grant select (organisation_id, position, hash) on audit_entries to incidents_sealer;

create policy own on audit_leaves for select using (organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid);
grant select on audit_leaves to incidents_app;

create function audit_leaf(organisation uuid, place bigint, chain bytea) returns bytea
language sql immutable as
$$
  select sha256('\x00'::bytea || uuid_send(organisation) || int8send(place) || chain)
$$;

-- Puts up to so many new entries under the tree, and after them one leaf that says where every organisation's chain stands: it belongs to
-- the organisation of zeros, whose positions count the seals. Returns how many leaves there are, or null while somebody else is at it.
create function seal_audit(most integer) returns bigint
language plpgsql security definer set search_path = public, pg_temp as
$$
declare
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  before bigint;
  after bigint;
  depth integer := 0;
  hashes bytea[];
  organisations bigint;
begin
  if not pg_try_advisory_xact_lock(7310562) then
    return null;
  end if;

  select coalesce(max(l.index) + 1, 0) into before from audit_leaves l;
  with fresh as (
    select e.organisation_id, e.position, e.hash, before - 1 + row_number() over (order by e.organisation_id, e.position) as place
    from heads h
    left join audit_sealed s on s.organisation_id = h.organisation_id
    cross join lateral (
      select candidate.organisation_id, candidate.position, candidate.hash, row_number() over (order by candidate.position) as nth
      from audit_entries candidate
      where candidate.organisation_id = h.organisation_id and candidate.position > coalesce(s.position, 0)
      order by candidate.position limit most) e
    -- What follows a gap waits: it is no part of a chain.
    where h.audit_position > coalesce(s.position, 0) and e.position = coalesce(s.position, 0) + e.nth
    order by e.organisation_id, e.position limit most),
  leaves as (
    insert into audit_leaves (index, organisation_id, position, hash) select place, organisation_id, position, hash from fresh)
  insert into audit_sealed (organisation_id, position, hash)
    select distinct on (organisation_id) organisation_id, position, hash from fresh order by organisation_id, position desc
    on conflict (organisation_id) do update set position = excluded.position, hash = excluded.hash;
  if not found then
    return before;
  end if;

  -- The root over all heads, in the order of their ids: neighbours are hashed together, and who has none goes up as it is.
  select array_agg(audit_leaf(organisation_id, position, hash) order by organisation_id), count(*) into hashes, organisations from audit_sealed;
  while cardinality(hashes) > 1 loop
    select array_agg(hash order by pair) into hashes from (
      select (nth - 1) / 2 as pair, case count(*) when 2 then sha256('\x01'::bytea || string_agg(h, ''::bytea order by nth)) else string_agg(h, ''::bytea) end as hash
      from unnest(hashes) with ordinality as u(h, nth) group by 1) pairs;
  end loop;
  select max(l.index) + 2 into after from audit_leaves l;
  insert into audit_leaves (index, organisation_id, position, hash)
    select after - 1, nobody, coalesce(max(l.position), 0) + 1, sha256(int8send(organisations) || hashes[1]) from audit_leaves l where l.organisation_id = nobody;

  -- Every complete subtree is hashed once and kept, so that no proof hashes more than it shows.
  insert into audit_nodes (level, index, hash)
    select 1, i, sha256('\x01'::bytea || audit_leaf(l.organisation_id, l.position, l.hash) || audit_leaf(r.organisation_id, r.position, r.hash))
    from generate_series(before / 2, after / 2 - 1) i join audit_leaves l on l.index = 2 * i join audit_leaves r on r.index = 2 * i + 1;
  while after >> (depth + 2) > 0 loop
    depth := depth + 1;
    insert into audit_nodes (level, index, hash)
      select depth + 1, i, sha256('\x01'::bytea || l.hash || r.hash)
      from generate_series(before >> (depth + 1), (after >> (depth + 1)) - 1) i
      join audit_nodes l on l.level = depth and l.index = 2 * i join audit_nodes r on r.level = depth and r.index = 2 * i + 1;
  end loop;
  return after;
end
$$;

-- How many leaves there are, and the last signed checkpoint.
create function audit_state() returns table (leaves bigint, size bigint, root bytea, note text)
language sql stable security definer set search_path = public, pg_temp as
$$
  select (select coalesce(max(l.index) + 1, 0) from audit_leaves l), c.size, c.root, c.note
  from (select) one left join (select * from audit_checkpoints order by size desc limit 1) c on true
$$;

-- The hashes of complete subtrees, in the order of the question; null for one that is not there. Level 0 are the leaves.
create function audit_hashes(levels integer[], places bigint[]) returns setof bytea
language sql stable security definer set search_path = public, pg_temp as
$$
  select case u.level when 0 then audit_leaf(l.organisation_id, l.position, l.hash) else n.hash end
  from unnest(levels, places) with ordinality as u(level, place, nth)
  left join audit_nodes n on u.level > 0 and n.level = u.level and n.index = u.place
  left join audit_leaves l on u.level = 0 and l.index = u.place
  order by u.nth
$$;

-- The last leaf of a tree of this size, if a seal ended there: the number of the seal, and what it says of all heads.
create function audit_seal_at(size bigint) returns table (seal bigint, hash bytea)
language sql stable security definer set search_path = public, pg_temp as
$$
  select l.position, l.hash from audit_leaves l where l.index = size - 1 and l.organisation_id = '00000000-0000-0000-0000-000000000000'
$$;

-- Where every organisation's chain stood in a tree of this size, as hashes in the order of their ids; position and hash for the own one alone.
create function audit_heads_at(size bigint) returns table (leaf bytea, own_position bigint, own_hash bytea)
language sql stable security definer set search_path = public, pg_temp as
$$
  select audit_leaf(s.organisation_id, last.position, last.hash), case when own then last.position end, case when own then last.hash end
  from audit_sealed s
  cross join lateral (
    select l.position, l.hash from audit_leaves l where l.organisation_id = s.organisation_id and l.index < size order by l.position desc limit 1) last
  cross join lateral (select s.organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid as own) whose
  order by s.organisation_id
$$;

-- Keeps the newest signed checkpoint; an older one than is kept changes nothing.
create function keep_audit_checkpoint(new_size bigint, new_root bytea, new_note text) returns void
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if not exists (select from audit_leaves l where l.index = new_size - 1) then
    raise exception 'the tree has no % leaves', new_size;
  end if;
  insert into audit_checkpoints (size, root, note) values (new_size, new_root, new_note) on conflict do nothing;
  delete from audit_checkpoints c where c.size < new_size;
end
$$;

-- Organisations whose log is not what was sealed of it: shorter, other, or with a gap.
create function audit_faults() returns setof uuid
language sql stable security definer set search_path = public, pg_temp as
$$
  select s.organisation_id from audit_sealed s
  left join heads h on h.organisation_id = s.organisation_id
  left join audit_entries e on e.organisation_id = s.organisation_id and e.position = s.position
  where h.audit_position is null or h.audit_position < s.position or e.hash is distinct from s.hash
  union
  select h.organisation_id from heads h left join audit_sealed s on s.organisation_id = h.organisation_id
  where h.audit_position > coalesce(s.position, 0)
    and not exists (select from audit_entries e where e.organisation_id = h.organisation_id and e.position = coalesce(s.position, 0) + 1)
$$;

do $$
declare
  signature text;
begin
  grant create on schema public to incidents_sealer;
  foreach signature in array array['seal_audit(integer)', 'audit_state()', 'audit_hashes(integer[], bigint[])', 'audit_seal_at(bigint)',
      'audit_heads_at(bigint)', 'keep_audit_checkpoint(bigint, bytea, text)', 'audit_faults()'] loop
    execute format('revoke all on function %s from public', signature);
    execute format('grant execute on function %s to incidents_app', signature);
    execute format('alter function %s owner to incidents_sealer', signature);
  end loop;
  revoke create on schema public from incidents_sealer;
  revoke all on function audit_leaf(uuid, bigint, bytea) from public;
  grant execute on function audit_leaf(uuid, bigint, bytea) to incidents_sealer;
end
$$;
