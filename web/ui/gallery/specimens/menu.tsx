import { Copy, Download, Ellipsis, FolderInput, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { button } from '../../controls/button.ts';
import { Dialog } from '../../layers/dialog.tsx';
import { Menu } from '../../layers/menu.tsx';
import type { Specimen } from '../specimen.ts';

export const specimen: Specimen = {
  component: 'Menu',
  purpose: 'What can be done with one thing. What cannot be done now says why.',
  states: [
    { name: 'Actions, some not now', overlay: 'menu', Show: ActionsMenu },
    { name: 'What is shown, and in which order', overlay: 'choices-menu', Show: ViewMenu },
  ],
};

/** Presses the menu's button as soon as it is there. */
function usePressed(open: boolean) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const press = new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true });
    if (open) place.current?.querySelector('button')?.dispatchEvent(press);
  }, [open]);
  return place;
}

const nothing = () => undefined;

function ActionsMenu({ open }: { open: boolean }) {
  const [asking, setAsking] = useState(false);
  return (
    <div ref={usePressed(open)}>
      <Menu
        align="start"
        trigger={
          <button type="button" className={button.neutral}>
            <Ellipsis size={16} aria-hidden />
            Picture
          </button>
        }
        groups={[
          {
            items: [
              { label: 'Download', icon: <Download size={16} />, keys: 'D', onSelect: nothing },
              { label: 'Copy link', icon: <Copy size={16} />, onSelect: nothing },
              {
                label: 'Move to a project',
                icon: <FolderInput size={16} />,
                note: 'There is no project yet.',
                disabled: true,
                onSelect: nothing,
              },
            ],
          },
          {
            items: [
              {
                label: 'Delete…',
                icon: <Trash2 size={16} />,
                destructive: true,
                onSelect: () => {
                  setAsking(true);
                },
              },
            ],
          },
        ]}
      />
      <Dialog
        asks
        open={asking}
        onOpenChange={setAsking}
        heading="Delete coffee.png?"
        lead="It is gone for everybody in your organization."
        closeLabel="Close"
        footer={
          <button
            type="button"
            className={button.neutral}
            onClick={() => {
              setAsking(false);
            }}
          >
            Keep it
          </button>
        }
      />
    </div>
  );
}

function ViewMenu({ open }: { open: boolean }) {
  const [order, setOrder] = useState('newest');
  const [failed, setFailed] = useState(true);
  const [mine, setMine] = useState(false);
  return (
    <div ref={usePressed(open)}>
      <Menu
        align="start"
        trigger={
          <button type="button" className={button.neutral}>
            View
          </button>
        }
        groups={[
          {
            label: 'Show',
            items: [
              { label: 'Failed jobs', checked: failed, onChange: setFailed },
              { label: 'Mine only', checked: mine, onChange: setMine },
            ],
          },
          {
            label: 'Order',
            items: {
              value: order,
              onChange: setOrder,
              options: [
                { value: 'newest', label: 'Newest first' },
                { value: 'dearest', label: 'Most credits first' },
              ],
            },
          },
        ]}
      />
    </div>
  );
}
