import { ExternalLink, X } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '../../badge.tsx';
import { button } from '../../controls/button.ts';
import { Drawer } from '../../layers/drawer.tsx';
import type { Specimen } from '../specimen.ts';

export const specimen: Specimen = {
  component: 'Drawer',
  purpose: 'Details beside the page they belong to; from below on a phone.',
  states: [{ name: 'One attempt of a job', overlay: 'drawer', Show: AttemptDrawer }],
};

const facts = [
  ['Provider', 'Replicate'],
  ['Model', 'real-esrgan'],
  ['Their id', '7g2k4m9q'],
  ['Duration', '0.81 s'],
  ['Cost', '$0.0000'],
] as const;

function AttemptDrawer({ open: initially }: { open: boolean }) {
  const [open, setOpen] = useState(initially);
  return (
    <>
      <button
        type="button"
        className={button.neutral}
        onClick={() => {
          setOpen(true);
        }}
      >
        Attempt 1
      </button>
      <Drawer
        open={open}
        onOpenChange={setOpen}
        heading="Attempt 1"
        lead="The provider answered that it is not available; another one took over."
        closeLabel="Close"
        footer={
          <button type="button" className={button.neutral}>
            <ExternalLink size={16} aria-hidden />
            Open in Temporal
          </button>
        }
      >
        <Badge tone="bad" icon={<X size={14} aria-hidden />}>
          503, tried elsewhere
        </Badge>
        <dl className="pairs">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt className="quiet">{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Drawer>
    </>
  );
}
