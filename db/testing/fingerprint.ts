import { withConnection } from './test-database.ts';

const facts = `
  select concat_ws(' ', 'relation', oid::regclass, relkind, relrowsecurity, relforcerowsecurity, relacl, reloptions)
    from pg_class where relnamespace in ('public'::regnamespace, 'auth'::regnamespace) and relkind <> 'i'
  union all select concat_ws(' ', 'column', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull,
      attgenerated, pg_get_expr(adbin, adrelid))
    from pg_attribute join pg_class on pg_class.oid = attrelid left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where relnamespace in ('public'::regnamespace, 'auth'::regnamespace) and relkind in ('r', 'p', 'v')
      and attnum > 0 and not attisdropped
  union all select indexdef from pg_indexes where schemaname in ('public', 'auth')
  union all select concat_ws(' ', 'enum', typname, enumlabel, row_number() over (partition by typname order by enumsortorder))
    from pg_enum join pg_type on pg_type.oid = enumtypid
  union all select concat_ws(' ', 'function', oid::regprocedure, proacl, proowner::regrole, prosecdef, proconfig, md5(prosrc))
    from pg_proc where pronamespace = 'public'::regnamespace
  union all select concat_ws(' ', 'policy', tablename, policyname, roles, qual, with_check) from pg_policies
  union all select concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
    where connamespace in ('public'::regnamespace, 'auth'::regnamespace)
  union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal`;

/** Everything the catalogue knows of our schemas, a line each, in alphabetical order. */
export async function fingerprintOf(url: string): Promise<string[]> {
  return withConnection(url, async (client) => {
    const { rows } = await client.query<{ line: string }>(
      `select line from (${facts}) as facts (line) order by line collate "C"`,
    );
    return rows.map(({ line }) => line);
  });
}
