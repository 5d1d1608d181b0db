import { Form, type FormProps, useRouteLoaderData } from '@remix-run/react';
import { forwardRef } from 'react';
import type { loader as shellLoader } from '../routes/shell.tsx';
import { organizationField } from './organization-field.ts';

/** The one form of our pages: it names the organization that the page was opened for, if any. */
export const PageForm = forwardRef<HTMLFormElement, FormProps>(function PageForm(props, ref) {
  const { children, ...form } = props;
  const organization = useRouteLoaderData<typeof shellLoader>('routes/shell')?.session.organization;
  return (
    <Form ref={ref} method="post" {...form}>
      {organization && <input type="hidden" name={organizationField} value={organization.id} />}
      {children}
    </Form>
  );
});
