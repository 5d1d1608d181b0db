import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { button } from '../../controls/button.ts';
import { Dialog } from '../../layers/dialog.tsx';
import { Field } from '../../controls/field.tsx';
import { Input, TextArea } from '../../controls/inputs.tsx';
import { Menu } from '../../layers/menu.tsx';
import type { Specimen } from '../specimen.ts';

export const specimen: Specimen = {
  component: 'Dialog',
  purpose: 'A question or a short form. The page behind is out of reach until it is answered.',
  states: [
    { name: 'A form', overlay: 'dialog', Show: FormDialog },
    { name: 'Before something is lost', overlay: 'alert-dialog', Show: DeleteDialog },
    { name: 'Longer than the window', overlay: 'long-dialog', Show: LongDialog },
  ],
};

function FormDialog({ open: initially }: { open: boolean }) {
  const [open, setOpen] = useState(initially);
  const close = () => {
    setOpen(false);
  };
  return (
    <>
      <button
        type="button"
        className={button.neutral}
        onClick={() => {
          setOpen(true);
        }}
      >
        Rename project
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        heading="Rename project"
        lead="Links to it stay valid."
        closeLabel="Close"
        footer={
          <>
            <button type="button" className={button.ghost} onClick={close}>
              Keep the name
            </button>
            <button type="button" className={button.neutral} onClick={close}>
              Rename
            </button>
          </>
        }
      >
        <div className="stack">
          <Field label="Name" required>
            <Input defaultValue="Spring catalogue" autoComplete="off" />
          </Field>
          <Menu
            align="start"
            trigger={
              <button type="button" className={button.neutral}>
                Suggest a name
              </button>
            }
            groups={[{ items: [{ label: 'Autumn catalogue', onSelect: () => undefined }] }]}
          />
        </div>
      </Dialog>
    </>
  );
}

function DeleteDialog({ open: initially }: { open: boolean }) {
  const [open, setOpen] = useState(initially);
  const close = () => {
    setOpen(false);
  };
  return (
    <>
      <button
        type="button"
        className={`${button.neutral} text-bad`}
        onClick={() => {
          setOpen(true);
        }}
      >
        Delete 3 pictures
      </button>
      <Dialog
        asks
        open={open}
        onOpenChange={setOpen}
        heading="Delete 3 pictures?"
        lead="They are gone for everybody in your organization, at once. Credits that made them do not come back."
        closeLabel="Close"
        footer={
          <>
            <button type="button" className={button.neutral} onClick={close}>
              Keep them
            </button>
            <button type="button" className={`${button.neutral} text-bad`} onClick={close}>
              <Trash2 size={16} aria-hidden />
              Delete 3 pictures
            </button>
          </>
        }
      />
    </>
  );
}

function LongDialog({ open: initially }: { open: boolean }) {
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
        Change plan
      </button>
      <Dialog
        width="wide"
        open={open}
        onOpenChange={setOpen}
        heading="Passer à la formule Professionnel"
        closeLabel="Fermer"
        footer={
          <button
            type="button"
            className={button.neutral}
            onClick={() => {
              setOpen(false);
            }}
          >
            Changer de formule
          </button>
        }
      >
        <div className="stack">
          {Array.from({ length: 8 }, (_, index) => (
            <p key={index} className="quiet">
              Les crédits de la formule actuelle restent utilisables jusqu’à leur date. Ceux de la
              nouvelle arrivent dès le paiement, et la période en cours est décomptée au jour près.
            </p>
          ))}
          <Field label="Note pour la facture" aside="Facultatif">
            <TextArea />
          </Field>
        </div>
      </Dialog>
    </>
  );
}
