import { Check, Coins, Ellipsis, Info, TriangleAlert, Undo2 } from 'lucide-react';
import { button } from '../../controls/button.ts';
import { Card } from '../../card.tsx';
import type { Specimen } from '../specimen.ts';

const retry = (
  <button type="button" className={button.neutral}>
    Try Product mode
  </button>
);

export const specimen: Specimen = {
  component: 'Card',
  purpose: 'A named region. A tone is for news that asks for something; most cards have none.',
  states: [
    {
      name: 'Plain, with all its parts',
      Show: () => (
        <Card
          heading="Credits"
          level={3}
          aside="October"
          actions={
            <button type="button" className={button.icon} aria-label="More">
              <Ellipsis size={18} aria-hidden />
            </button>
          }
          footer={
            <button type="button" className={button.neutral}>
              Top up
            </button>
          }
        >
          <p>86 can be spent, 1 is held for a job that runs.</p>
        </Card>
      ),
    },
    {
      name: 'From edge to edge',
      Show: () => (
        <Card heading="Lots" level={3} flush>
          <ul className="pairs padded">
            {['Pro allowance, until 30 Nov', 'Pack of 200', 'Welcome grant'].map((lot) => (
              <li key={lot}>{lot}</li>
            ))}
          </ul>
        </Card>
      ),
    },
    {
      name: 'Failed',
      Show: () => (
        <Card
          heading="No subject found"
          level={3}
          tone="bad"
          icon={<TriangleAlert size={18} />}
          footer={
            <>
              {retry}
              <span className="font-mono text-edge text-text-2">req_5Hc2vN</span>
            </>
          }
        >
          <p>0 credits charged. Try Product mode, or a photo whose subject stands out.</p>
        </Card>
      ),
    },
    {
      name: 'Asks for something',
      Show: () => (
        <Card
          heading="Not enough credits"
          level={3}
          tone="warn"
          icon={<Coins size={18} />}
          footer={
            <button type="button" className={button.neutral}>
              Top up and run
            </button>
          }
        >
          <p>5 needed, 2 available. Your text is kept.</p>
        </Card>
      ),
    },
    {
      name: 'Came to a good end',
      Show: () => (
        <Card heading="Your image is ready" level={3} tone="ok" icon={<Check size={18} />}>
          <p className="quiet">1 credit charged, 86 left.</p>
        </Card>
      ),
    },
    {
      name: 'For information',
      Show: () => (
        <Card heading="4 credits returned" level={3} tone="info" icon={<Undo2 size={18} />}>
          <p className="quiet">No provider delivered the image.</p>
        </Card>
      ),
    },
    {
      name: 'In hand now',
      Show: () => (
        <Card heading="4 credits held" level={3} tone="live" icon={<Coins size={18} />}>
          <p className="quiet">Charged only if the image arrives.</p>
        </Card>
      ),
    },
    {
      name: 'Heading only',
      Show: () => (
        <Card
          heading="Réconciliation des versements Stripe avec le grand livre"
          level={3}
          icon={<Info size={18} />}
        />
      ),
    },
  ],
};
