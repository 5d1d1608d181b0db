import { useEffect, useRef, useState } from 'react';
import type { Picture } from '../assets/use-picture.ts';
import { forgetStaleFiles, keepFile, keptFile, readDraft, writeDraft } from '../client/draft.ts';
import type { Sender } from '../jobs/submission.ts';
import type { OperationForm } from '../operations/form/use-form.ts';

/** Brings back what this tab had in the form when its page went away, then keeps what is there; answers whether it is back. */
export function useDraft(parts: {
  sender: Sender;
  form: OperationForm;
  picture: Picture;
  accepts: readonly string[];
}): boolean {
  const { form, picture, accepts } = parts;
  const { userId, organizationId } = parts.sender;
  const [isRestored, setRestored] = useState(false);
  const began = useRef(false);
  useEffect(() => {
    if (began.current) return;
    began.current = true;
    void restore();

    async function restore(): Promise<void> {
      const draft = readDraft(sessionStorage, { userId, organizationId });
      if (draft) form.restore(draft.typed);
      const { assetId, name = null } = draft?.picture ?? {};
      if (assetId) await picture.reuse(assetId, name);
      else if (draft?.picture) {
        const file = await keptFile(sessionStorage);
        if (file) await picture.take(file, accepts);
      }
      setRestored(true);
      await forgetStaleFiles();
    }
  });

  const { typed } = form;
  const { source, asset } = picture;
  useEffect(() => {
    if (!isRestored) return;
    const kept = source && { assetId: asset?.id ?? null, name: source.name };
    writeDraft(sessionStorage, { owner: { userId, organizationId }, typed, picture: kept });
  }, [isRestored, userId, organizationId, typed, source, asset]);

  const file = asset ? null : (source?.file ?? null);
  useEffect(() => {
    if (isRestored) void keepFile(sessionStorage, file);
  }, [isRestored, file]);
  return isRestored;
}
