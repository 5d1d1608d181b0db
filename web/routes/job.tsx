import { type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useLoaderData, useRouteLoaderData } from '@remix-run/react';
import { JobPage } from '../jobs/page/job-page.tsx';
import { operationName } from '../operations/operation-name.ts';
import { readPreferences } from '../preferences/preferences.ts';
import { PageError } from '../shell/page-error.tsx';
import type { loader as shellLoader } from './shell.tsx';
import { signInPath } from '../sign-in/sign-in-path.ts';
import type { RouteTexts } from '../i18n/route-texts.ts';

export const handle: RouteTexts = { texts: ['jobs', 'operations', 'problems', 'signIn'] };

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.name} · Atelier` : 'Atelier' },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const session = await context.api.session(request);
  if (!session) return redirect(signInPath(new URL(request.url)));
  const job = await context.api.job(session, params.id ?? '');
  if (!job) throw new Response('Not found', { status: 404 });
  const { locale } = await readPreferences(request);
  return { job, name: operationName(context.api.operations(), job.operation, locale) };
}

export default function JobRoute() {
  const shell = useRouteLoaderData<typeof shellLoader>('routes/shell');
  const { job } = useLoaderData<typeof loader>();
  return <JobPage key={job.id} operations={shell?.operations ?? []} job={job} />;
}

export function ErrorBoundary() {
  return <PageError />;
}
