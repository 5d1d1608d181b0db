import { index, layout, route, type RouteConfig } from '@remix-run/route-config';

export default [
  index('routes/home.ts'),
  route('sign-in', 'routes/sign-in.tsx'),
  route('sign-up', 'routes/sign-up.tsx'),
  route('sign-out', 'routes/sign-out.tsx'),
  route('preferences', 'routes/preferences.tsx'),
  layout('routes/shell.tsx', [
    route('studio', 'routes/studio.tsx'),
    route('jobs/:id', 'routes/job.tsx'),
  ]),
  route('*', 'routes/missing.tsx'),
] satisfies RouteConfig;
