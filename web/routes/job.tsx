import {
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  type SerializeFrom,
} from '@remix-run/node';
import { useLoaderData, useRouteLoaderData } from '@remix-run/react';
import { JobPage } from '../jobs/page/job-page.tsx';
import { operationName } from '../operations/operation-name.ts';
import type { loader as rootLoader } from '../root.tsx';
import { PageError } from '../shell/page-error.tsx';
import type { loader as shellLoader } from './shell.tsx';
import type { RouteTexts } from '../i18n/route-texts.ts';

export const handle: RouteTexts = { texts: ['jobs', 'operations', 'problems', 'signIn'] };

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const loaded = (route: string) => matches.find(({ id }) => id === route)?.data;
  const root = loaded('root') as SerializeFrom<typeof rootLoader> | undefined;
  const shell = loaded('routes/shell') as SerializeFrom<typeof shellLoader> | undefined;
  if (!data || !shell) return [{ title: 'Atelier' }];
  const name = operationName(shell.operations, data.job.operation, root?.locale ?? 'en');
  return [{ title: `${name} · Atelier` }];
};

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const session = await context.api.session(request);
  if (!session) return redirect('/sign-in');
  const job = await context.api.job(session, params.id ?? '');
  if (!job) throw new Response('Not found', { status: 404 });
  return { job };
}

export default function JobRoute() {
  const shell = useRouteLoaderData<typeof shellLoader>('routes/shell');
  const { job } = useLoaderData<typeof loader>();
  return <JobPage key={job.id} operations={shell?.operations ?? []} job={job} />;
}

export function ErrorBoundary() {
  return <PageError />;
}
