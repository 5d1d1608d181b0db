import { createInvitations } from '../../api/auth/invitations.ts';
import { createDatabase } from '../../db/client.ts';
import { uuidv7 } from '../../db/uuidv7.ts';

export interface BenchPerson {
  readonly email: string;
  readonly password: string;
}

/** Somebody with an account, and more credits than the bench spends. */
export async function createPerson(urls: {
  appUrl: string;
  authUrl: string;
}): Promise<BenchPerson> {
  const person = { email: `${uuidv7()}@example.com`, password: uuidv7() };
  const auth = createDatabase({ url: urls.authUrl, max: 1, applicationName: 'bench' });
  const database = createDatabase({ url: urls.appUrl, max: 1, applicationName: 'bench' });
  const invitations = createInvitations(auth);
  const token = await invitations.invite({ email: person.email, staff: [] });
  await invitations.accept(token ?? '', { name: 'Bench', password: person.password });
  const [own] = await auth.query<{ id: string }>(
    `select organization_id as id from auth.member
     join auth."user" on "user".id = user_id where email = $1`,
    [person.email],
  );
  await database.withOrganization(own?.id ?? '', (tx) =>
    tx.query('select grant_credits($1, $2, 1000)', [own?.id, 'bench']),
  );
  await Promise.all([auth.close(), database.close()]);
  return person;
}
