import { useState } from 'react';
import { button } from '../../controls/button.ts';
import { type Toast, Toasts } from '../../layers/toasts.tsx';
import type { Specimen } from '../specimen.ts';

const examples: readonly Toast[] = [
  { id: 'copied', tone: 'info', heading: 'Link copied' },
  {
    id: 'done',
    tone: 'ok',
    heading: 'coffee.png is ready',
    text: '1 credit charged, 86 left.',
    action: {
      label: 'Show it',
      elsewhere: 'The contact sheet shows it too.',
      onPress: () => undefined,
    },
  },
  {
    id: 'low',
    tone: 'warn',
    heading: '80 % of the budget is used',
    text: 'New jobs stop at 500 credits.',
    urgent: true,
    durationMs: Infinity,
  },
];

export const specimen: Specimen = {
  component: 'Toasts',
  purpose: 'What came to a good end elsewhere. Errors stay beside what failed, never here.',
  states: [{ name: 'Informing, with an action, urgent', overlay: 'toast', Show: SomeToasts }],
};

function SomeToasts({ open }: { open: boolean }) {
  const [toasts, setToasts] = useState(open ? examples : []);
  return (
    <>
      <div className="row">
        {examples.map((toast) => (
          <button
            key={toast.id}
            type="button"
            className={button.neutral}
            onClick={() => {
              setToasts((shown) => [...shown.filter(({ id }) => id !== toast.id), toast]);
            }}
          >
            {toast.heading}
          </button>
        ))}
      </div>
      <Toasts
        label="Notifications"
        dismissLabel="Dismiss"
        toasts={toasts}
        onDismiss={(id) => {
          setToasts((shown) => shown.filter((toast) => toast.id !== id));
        }}
      />
    </>
  );
}
