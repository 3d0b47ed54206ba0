-- What tells an answer that still holds from one that does not. Never edited after landing.

-- Beside the position of a change log, what changes answers and no record: entries of the register that are one person from now on or two again,
-- facts that a new program reads otherwise. It comes last in its transaction, and locks the heads in the order of every writer.
create function note_upkeep() returns void
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  update heads set upkeep = upkeep + 1 where organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid;
  update shared_heads set upkeep = upkeep + 1 where organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid;
  update public_heads set upkeep = upkeep + 1 where id = 1;
end
$$;

-- Deferred to the end, for whoever locks a head earlier makes others of his organisation wait, or them and himself for each other.
create function note_merge() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  update heads set upkeep = upkeep + 1 where organisation_id = new.organisation_id;
  return null;
end
$$;
create constraint trigger note_merge after update of merged_into on people deferrable initially deferred
  for each row when (old.merged_into is distinct from new.merged_into) execute function note_merge();

-- A partnership for what everybody may see opens fewer rows than one for all that partners may see: its reader follows a number of its own, and does
-- not learn when something moved that he cannot read.
create function note_shared_public() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  update shared_heads set public_position = public_position + 1 where organisation_id = coalesce(new.organisation_id, old.organisation_id);
  return null;
end
$$;
create constraint trigger note_shared_public_insert after insert on shared_incidents deferrable initially deferred
  for each row when (new.visibility = 'public') execute function note_shared_public();
create constraint trigger note_shared_public_update after update on shared_incidents deferrable initially deferred
  for each row when (old.visibility = 'public' or new.visibility = 'public') execute function note_shared_public();
create constraint trigger note_shared_public_delete after delete on shared_incidents deferrable initially deferred
  for each row when (old.visibility = 'public') execute function note_shared_public();

-- Where everything stands that a partner may read: each grant that has not ended, with the number that moves when something does that it opens.
-- Of single records, at most 200 to a grant, the versions that are shown. One digest of it all; the service makes a keyed one of that.
create policy search on shared_heads for select to incidents_search using (true);
grant select on shared_heads to incidents_search;
create function shared_position() returns text
language sql stable security definer set search_path = public, pg_temp as
$$
  select encode(sha256(convert_to(coalesce(string_agg(concat_ws(' ', p.id, h.upkeep,
    case p.visibility
      when 'partners' then h.position::text
      when 'public' then h.public_position::text
      else (select string_agg(concat_ws(' ', s.id, s.version), ',' order by s.id) from partnership_incidents i
        join shared_incidents s on s.id = i.incident_id and s.organisation_id = i.organisation_id
        where i.organisation_id = p.organisation_id and i.partnership_id = p.id)
    end), ';' order by p.id), ''), 'UTF8')), 'hex')
  from live_partnerships p join shared_heads h on h.organisation_id = p.organisation_id
  where p.partner_id = nullif(current_setting('app.organisation_id', true), '')::uuid
$$;

revoke all on function note_upkeep(), note_merge(), note_shared_public(), shared_position() from public;
grant execute on function note_upkeep(), shared_position() to incidents_app;
grant create on schema public to incidents_search;
alter function shared_position() owner to incidents_search;
revoke create on schema public from incidents_search;
