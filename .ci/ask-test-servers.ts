/** What test files reach the suite's own servers by; each is started when somebody first asks for it. */
export interface TestServers {
  postgres: { adminUrl: string; template: string };
  /** The program alone, for those who run a server of their own. */
  'temporal-cli': { cli: string };
  temporal: { address: string; namespace: string };
  /** The whole product; every file that uses it has an organization of its own there. */
  studio: { baseUrl: string; database: string };
}

export const serversVariable = 'ATELIER_TEST_SERVERS';

/**
 * Answers how to reach one of the suite's servers, which runs by then.
 * @throws Error saying why it does not
 */
export async function askTestServers<Name extends keyof TestServers>(
  name: Name,
): Promise<TestServers[Name]> {
  const origin = process.env[serversVariable];
  if (!origin) throw new Error(`${serversVariable} is not set: run tests through jest`);
  const answer = await fetch(`${origin}/${name}`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the suite's ${name} did not start: ${text}`);
  return JSON.parse(text) as TestServers[Name];
}
