import { ReceiptText } from 'lucide-react';
import { button } from '../../controls/button.ts';
import { Card } from '../../card.tsx';
import { EmptyState } from '../../empty-state.tsx';
import type { Specimen } from '../specimen.ts';

export const specimen: Specimen = {
  component: 'EmptyState',
  purpose: 'Where something will be: what it is, why there is none yet, and the one thing to do.',
  states: [
    {
      name: 'A page of its own, with a photo',
      wide: true,
      Show: () => (
        <EmptyState
          heading="No project yet"
          level={3}
          lead="A project keeps the pictures of one customer or one season together, and its credits apart."
          picture={
            <img
              src="/samples/flower.jpg"
              alt=""
              width={216}
              height={144}
              className="block rounded-picture"
            />
          }
          action={
            <button type="button" className={button.neutral}>
              New project
            </button>
          }
        />
      ),
    },
    {
      name: 'Inside a card, with an icon',
      Show: () => (
        <Card heading="Invoices" level={3} flush>
          <EmptyState
            inside
            level={3}
            icon={<ReceiptText size={24} strokeWidth={1.5} />}
            heading="No invoice yet"
            lead="The first one is here as soon as a pack is paid."
            action={
              <button type="button" className={button.neutral}>
                See the packs
              </button>
            }
          />
        </Card>
      ),
    },
    {
      name: 'Nothing found, nothing to do',
      Show: () => (
        <EmptyState
          level={3}
          heading="Nothing for “terracotta”"
          lead="Names and prompts were searched."
        />
      ),
    },
  ],
};
