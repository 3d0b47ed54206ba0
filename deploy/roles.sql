-- The roles of the service, made once in the service's database by a superuser, or by the database's owner if that is a role
-- that may make roles and databases. Running it again changes nothing.
-- Nobody here is superuser; passwords, where the server asks for them, are set apart.
do $$
declare
  role text;
  is_superuser boolean := (select rolsuper from pg_roles where rolname = current_user);
begin
  foreach role in array array['incidents_owner', 'incidents_app', 'incidents_public'] loop
    if not exists (select from pg_roles where rolname = role) then
      execute format('create role %I login', role);
    end if;
  end loop;

  -- Owns the search functions; nobody logs in as it.
  if not exists (select from pg_roles where rolname = 'incidents_search') then
    create role incidents_search nologin;
  end if;

  -- Owns the functions that put the audit logs of all organisations under one tree; nobody logs in as it.
  if not exists (select from pg_roles where rolname = 'incidents_sealer') then
    create role incidents_sealer nologin;
  end if;

  -- Owns the functions that count hidden people for the yearly tables, organisation by organisation; nobody logs in as it.
  if not exists (select from pg_roles where rolname = 'incidents_figures') then
    create role incidents_figures nologin;
  end if;

  -- Lets the owner hand functions to these three. It does not inherit: the owner reads under the same policies as everybody.
  alter role incidents_owner noinherit;
  grant incidents_search, incidents_sealer, incidents_figures to incidents_owner;

  -- Whoever is not superuser hands a database only to a role that they may take themselves.
  if not is_superuser then
    grant incidents_owner to current_user;
  end if;
  alter schema public owner to incidents_owner;
  execute format('alter database %I owner to incidents_owner', current_database());
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to incidents_app, incidents_public', current_database());
  revoke create on schema public from public;
  grant usage on schema public to incidents_app, incidents_public, incidents_search, incidents_sealer, incidents_figures;

  -- Reads everything for a backup, past row-level security, and can write nothing. Only a superuser can make such a role.
  if is_superuser then
    if not exists (select from pg_roles where rolname = 'incidents_backup') then
      create role incidents_backup login bypassrls;
    end if;
    execute format('grant connect on database %I to incidents_backup', current_database());
    grant usage on schema public to incidents_backup;
    grant pg_read_all_data to incidents_backup;
  end if;

  -- A failed statement, its detail or its parameters may quote a record: the server's log gets none of them, whatever it is told to
  -- log. Only a superuser can say so; on another's server its administrator does, for the whole server.
  if is_superuser then
    foreach role in array array['incidents_owner', 'incidents_app', 'incidents_public', 'incidents_backup'] loop
      execute format('alter role %I set log_error_verbosity = terse', role);
      execute format('alter role %I set log_min_error_statement = panic', role);
      execute format('alter role %I set log_parameter_max_length = 0', role);
      execute format('alter role %I set log_parameter_max_length_on_error = 0', role);
    end loop;
  end if;
end
$$;
