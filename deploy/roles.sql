-- The roles of the service, made once by the cluster's superuser in the service's database. Running it again changes nothing.
-- Nobody here is superuser or bypasses row-level security; passwords, where the server asks for them, are set apart.
do $$
declare
  role text;
begin
  foreach role in array array['incidents_owner', 'incidents_app', 'incidents_public'] loop
    if not exists (select from pg_roles where rolname = role) then
      execute format('create role %I login nosuperuser nocreatedb nocreaterole nobypassrls', role);
    end if;
  end loop;

  -- Owns the search functions; nobody logs in as it.
  if not exists (select from pg_roles where rolname = 'incidents_search') then
    create role incidents_search nologin;
  end if;

  -- Reads everything for a backup, and can write nothing.
  if not exists (select from pg_roles where rolname = 'incidents_backup') then
    create role incidents_backup login bypassrls;
  end if;

  -- Lets the owner hand functions to incidents_search. It does not inherit: the owner reads under the same policies as everybody.
  alter role incidents_owner noinherit;
  grant incidents_search to incidents_owner;

  execute format('alter database %I owner to incidents_owner', current_database());
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to incidents_app, incidents_public, incidents_backup', current_database());
end
$$;

alter schema public owner to incidents_owner;
revoke create on schema public from public;
grant usage on schema public to incidents_app, incidents_public, incidents_search, incidents_backup;
grant pg_read_all_data to incidents_backup;
