import { del, delMany, entries, get, set } from 'idb-keyval';

/**
 * What somebody has chosen and typed but not run yet, kept in this tab for as long as it lives: it outlives a reload, a
 * look at another page and a new sign-in of the same person in the same organization.
 */
export interface Draft {
  readonly owner: Owner;
  /** What was typed into the form of each operation. */
  readonly typed: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The source picture: uploaded, or a file that `keptFile` answers. */
  readonly picture: { readonly assetId: string | null; readonly name: string | null } | null;
}

/** Public ids. */
interface Owner {
  readonly userId: string;
  readonly organizationId: string;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const draftKey = 'atelier.draft';
const fileKey = 'atelier.file';

/** A tab that was closed takes its file with it a day later. */
const fileLifeMs = 86_400_000;

/** The owner's draft; null when there is none. What somebody else left in this tab is forgotten. */
export function readDraft(store: Store, owner: Owner): Draft | null {
  const draft = parsed(store.getItem(draftKey));
  const { userId, organizationId } = draft?.owner ?? {};
  if (draft && userId === owner.userId && organizationId === owner.organizationId) return draft;
  forgetDraft(store);
  return null;
}

export function writeDraft(store: Store, draft: Draft): void {
  try {
    store.setItem(draftKey, JSON.stringify(draft));
  } catch {
    // A full or forbidden store: the page itself still has it all.
  }
}

export function forgetDraft(store: Store): void {
  store.removeItem(draftKey);
  void keepFile(store, null);
}

function parsed(text: string | null): Draft | null {
  try {
    return JSON.parse(text ?? 'null') as Draft | null;
  } catch {
    return null;
  }
}

interface KeptFile {
  readonly file: File;
  /** Unix milliseconds. */
  readonly keptAt: number;
}

/** Keeps a file that is not uploaded yet, in the place of the one before; null forgets that. */
export async function keepFile(store: Store, file: File | null): Promise<void> {
  const own = store.getItem(fileKey);
  try {
    if (file !== null) {
      const key = own ?? crypto.randomUUID();
      await set(key, { file, keptAt: Date.now() } satisfies KeptFile);
      store.setItem(fileKey, key);
    } else if (own !== null) {
      store.removeItem(fileKey);
      await del(own);
    }
  } catch {
    // A browser that keeps nothing in private windows.
  }
}

/** Forgets the files of tabs that were closed a day ago. */
export async function forgetStaleFiles(): Promise<void> {
  const all = await entries<string, KeptFile>().catch(() => []);
  const stale = all.filter(([, { keptAt }]) => keptAt < Date.now() - fileLifeMs);
  await delMany(stale.map(([key]) => key)).catch(() => undefined);
}

/** The file that this tab keeps; null when it keeps none (any more). */
export async function keptFile(store: Store): Promise<File | null> {
  const key = store.getItem(fileKey);
  if (key === null) return null;
  return await get<KeptFile>(key).then(
    (kept) => kept?.file ?? null,
    () => null,
  );
}
