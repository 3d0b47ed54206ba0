-- The change log as it was before it shared its head with the audit log.
drop function append_audit(text, uuid, text, uuid, bigint, timestamptz, bytea, bytea, text, boolean);
drop function erase_audit_reasons(uuid), audit_field(bytea), audit_instant(timestamptz);

create function append_change(incident uuid, version integer, kind text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as
$$
declare
  organisation uuid := nullif(current_setting('app.organisation_id', true), '')::uuid;
  place bigint;
begin
  update heads set position = position + 1 where organisation_id = organisation returning position into place;
  if place is null then
    raise exception 'no change log is open for this organisation';
  end if;
  insert into changes (organisation_id, position, incident_id, version, kind, at)
    values (organisation, place, incident, version, kind, clock_timestamp());
  return place;
end
$$;
revoke all on function append_change(uuid, integer, text) from public;
grant execute on function append_change(uuid, integer, text) to incidents_app;
