-- One line of JSON: a batch of bodies, one for each country and type, that the service itself turns into rows to copy.
create function pg_temp.word(n bigint) returns text language sql immutable as
$$
  select (string_to_array('police detained protest journalist village soldiers arrested witness beaten lawyer released court family house burned '
    'checkpoint student union activist threatened land company border prison hospital minister community evening', ' '))[1 + n * n % 28]
    || (array['', 'an', 'or', 'el', 'in', 'um', 'ak', 'esh', 'ira', 'und'])[1 + n / 28 % 10]
$$;
select json_build_object('items', json_agg(json_build_object(
  'title', initcap(pg_temp.word(n)) || ' ' || pg_temp.word(n + 7) || ' ' || pg_temp.word(n + 13) || ' ' || pg_temp.word(n + 29),
  'summary', (select string_agg(pg_temp.word(n * 31 + i * i), ' ') from generate_series(1, 56) i),
  'occurred', json_build_object('from', '2001-02-03'),
  'location', json_build_object('country', country, 'latitude', -35 + n % 90, 'longitude', -90 + n % 180, 'precision', 'exact'),
  'violations', json_build_array(json_build_object('ref', 'a1', 'type', type, 'victims', json_build_array('v1'), 'perpetrators', json_build_array('p1'))),
  'people', json_build_array(
    json_build_object('ref', 'v1', 'role', 'victim', 'kind', 'person', 'name', 'Person ' || n, 'label', 'somebody', 'gender', 'woman', 'disclosure', 'organisation'),
    json_build_object('ref', 'p1', 'role', 'alleged_perpetrator', 'kind', 'institution', 'label', 'police', 'category', 'police')),
  'sources', json_build_array(json_build_object('kind', 'media', 'title', 'SRC-' || n, 'reliability', 'B', 'publishedOn', '2001-02-03')),
  'tags', json_build_array('template', 'bench-' || n % 20))))
from (
  select country, type, row_number() over () as n
  from unnest(string_to_array('SY MM UA CO MX SD ET AF YE IQ NG VE HN PH EG TR BY RU IR CD', ' ')) country,
    unnest(string_to_array('arrest torture killing enforced_disappearance physical_assault threat death_threat raid_office raid_home website_blocking surveillance_digital defamation judicial_harassment travel_ban equipment_seizure', ' ')) type) pairs;
