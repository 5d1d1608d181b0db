import pg from 'pg';

/** Tables that nobody else may read or write until `release`. */
export interface LockedTables {
  /** Resolves once so many wait for one of them, or whoever asks need not wait any more. */
  waiting(count: number, isOver?: () => boolean): Promise<void>;
  release(): Promise<void>;
}

/** Holds tables, so that whoever asks them waits: `adminUrl` is the superuser's. */
export async function lockTables(adminUrl: string, tables: string): Promise<LockedTables> {
  const [holder, watcher] = [1, 2].map(() => new pg.Client({ connectionString: adminUrl }));
  if (!holder || !watcher) throw new Error('two connections are needed');
  await Promise.all([holder.connect(), watcher.connect()]);
  await holder.query('begin');
  await holder.query(`lock table ${tables} in access exclusive mode`);
  return {
    async waiting(count, isOver = () => false) {
      const giveUpAt = Date.now() + 10_000;
      for (;;) {
        const { rows } = await watcher.query<{ count: number }>(
          `select count(*)::integer from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock'`,
        );
        const found = rows[0]?.count ?? 0;
        if (found >= count || isOver()) return;
        if (Date.now() > giveUpAt) throw new Error(`${found} wait for ${tables}, not ${count}`);
      }
    },
    async release() {
      await holder.query('rollback');
      await Promise.all([holder.end(), watcher.end()]);
    },
  };
}
