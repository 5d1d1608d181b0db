import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { type ShouldRevalidateFunction, useLoaderData, useRouteLoaderData } from '@remix-run/react';
import { redirect } from '@remix-run/node';
import { StudioPage } from '../studio/studio-page.tsx';
import type { loader as shellLoader } from './shell.tsx';
import { signInPath } from '../sign-in/sign-in-path.ts';
import type { RouteTexts } from '../i18n/route-texts.ts';

export const handle: RouteTexts = {
  texts: ['studio', 'operations', 'assets', 'jobs', 'problems', 'signIn'],
};

export const meta: MetaFunction = () => [{ title: 'AI Studio · Atelier' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const session = await context.api.session(request);
  if (!session) return redirect(signInPath(new URL(request.url)));
  const page = await context.api.jobs(session, { limit: 48 });
  const { searchParams } = new URL(request.url);
  const wanted = searchParams.get('again') ?? searchParams.get('job');
  if (wanted && !page.data.some(({ id }) => id === wanted)) {
    const job = await context.api.job(session, wanted);
    if (job) page.data.push(job);
  }
  return { jobs: page };
}

// Choosing a tool or a frame changes the address only.
export const shouldRevalidate: ShouldRevalidateFunction = () => false;

export default function StudioRoute() {
  const shell = useRouteLoaderData<typeof shellLoader>('routes/shell');
  const { jobs } = useLoaderData<typeof loader>();
  if (!shell) return null;
  const { operations, session } = shell;
  const sender = { userId: session.user.id, organizationId: session.organization.id };
  const { role } = session.organization;
  return <StudioPage operations={operations} jobs={jobs} sender={sender} role={role} />;
}
