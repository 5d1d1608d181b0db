import { Eye, Search } from 'lucide-react';
import { useState } from 'react';
import { button } from '../../controls/button.ts';
import { Field } from '../../controls/field.tsx';
import { Input, Select, TextArea } from '../../controls/inputs.tsx';
import type { Specimen } from '../specimen.ts';

export const specimen: Specimen = {
  component: 'Field',
  purpose:
    'Label above, hint under; an error takes the hint’s place, beside the control it is about.',
  states: [
    {
      name: 'With a hint',
      Show: () => (
        <Field label="Project" hint="Results are filed here.">
          <Input name="project" defaultValue="Spring catalogue" autoComplete="off" />
        </Field>
      ),
    },
    {
      name: 'Required and empty',
      Show: () => (
        <Field label="E-mail" required>
          <Input type="email" name="email" placeholder="name@example.com" autoComplete="off" />
        </Field>
      ),
    },
    { name: 'With an error: checked as one types', Show: BudgetField },
    {
      name: 'Disabled, and why',
      Show: () => (
        <Field label="Webhook secret" hint="Shown once, when the endpoint is made." disabled>
          <Input defaultValue="whsec_••••••••••••" />
        </Field>
      ),
    },
    {
      name: 'Something before, something to press after',
      Show: () => (
        <div className="stack">
          <Field label="Search" aside="Optional">
            <Input type="search" before={<Search size={16} aria-hidden />} />
          </Field>
          <Field label="API key">
            <Input
              type="password"
              defaultValue="correct horse"
              autoComplete="off"
              after={
                <button type="button" className={button.icon} aria-label="Show the key">
                  <Eye size={18} aria-hidden />
                </button>
              }
            />
          </Field>
        </div>
      ),
    },
    {
      name: 'Choice',
      Show: () => (
        <div className="stack">
          <Field label="File in">
            <Select defaultValue="spring">
              <option value="spring">Spring catalogue</option>
              <option value="autumn">Autumn catalogue</option>
              <option value="none">No project</option>
            </Select>
          </Field>
          <Field label="Role" error="Choose a role for this person." required>
            <Select defaultValue="">
              <option value="">Choose…</option>
              <option value="member">Member</option>
              <option value="finance">Finance</option>
            </Select>
          </Field>
        </div>
      ),
    },
    {
      name: 'Longer text, with a counter',
      Show: () => (
        <Field label="Note" hint="Seen by your organization only." aside="27 of 500">
          <TextArea defaultValue="Retouched for the front page" />
        </Field>
      ),
    },
    {
      name: 'Longer text with an error, and a label of many words',
      Show: () => (
        <Field
          label="Motif de l’annulation, tel que le client le lira dans son grand livre"
          error="Décrivez la raison en une phrase au moins : elle est imprimée sur le relevé."
        >
          <TextArea />
        </Field>
      ),
    },
  ],
};

function BudgetField() {
  const [value, setValue] = useState('12,5');
  const whole = /^\d+$/.test(value);
  return (
    <Field
      label="Monthly budget"
      hint="New jobs stop when it is reached."
      error={whole ? undefined : 'A whole number of credits, 0 or more.'}
      required
    >
      <Input
        inputMode="numeric"
        value={value}
        after="credits"
        onChange={(event) => {
          setValue(event.target.value);
        }}
      />
    </Field>
  );
}
