import { useCallback, useRef, useState } from 'react';
import type { AssetResource } from '../../api/assets/resource.ts';
import { previewUrl, fetchAsset, uploadPicture } from './asset-requests.ts';
import {
  inspectPicture,
  isLocal,
  type LocalPicture,
  type UnusablePicture,
  type SourcePicture,
} from './picture.ts';

export interface Upload {
  readonly sentBytes: number;
  readonly startedAt: number;
}

/** The source picture, from its choice to its upload; one that the server has needs none. */
export interface PictureState {
  readonly source: SourcePicture | null;
  /** Another one has been chosen, and is being looked at. */
  readonly isComing: boolean;
  readonly upload: Upload | null;
  readonly asset: AssetResource | null;
  readonly unusable: UnusablePicture | null;
  /** So many files came with it, and were not taken. */
  readonly leftOut: number;
  /** Why there is no asset. */
  readonly failure: unknown;
}

const nothing: PictureState = {
  source: null,
  isComing: false,
  upload: null,
  asset: null,
  unusable: null,
  leftOut: 0,
  failure: null,
};

/** Takes one file; so many others came with it, and are not taken. */
export type TakeFile = (file: File, others?: number) => void;

export interface Picture extends PictureState {
  take: (file: File, accepts: readonly string[], others?: number) => Promise<boolean>;
  /** Takes a picture that was uploaded before; false when another one was chosen meanwhile. */
  reuse: (assetId: string, name: string | null) => Promise<boolean>;
  remove: () => void;
  /** Uploads once more what could not be uploaded. */
  retry: () => void;
  /** The uploaded picture, as soon as it is there, or why it is not; neither when it was replaced or removed. */
  ready: () => Promise<Ready>;
}

interface Ready {
  readonly asset: AssetResource | null;
  readonly failure: unknown;
}

const none: Ready = { asset: null, failure: null };

/** Checks a chosen file, shows it at once and uploads it. */
export function usePicture(): Picture {
  const [state, setState] = useState(nothing);
  const running = useRef<AbortController | null>(null);
  const ready = useRef(Promise.resolve(none));
  const choices = useRef(0);

  /** Ends what is under way for the picture before. */
  const replaced = useCallback(() => {
    choices.current += 1;
    running.current?.abort(new DOMException('Replaced', 'AbortError'));
    running.current = new AbortController();
    return running.current.signal;
  }, []);

  const remove = useCallback(() => {
    replaced();
    ready.current = Promise.resolve(none);
    setState(nothing);
  }, [replaced]);

  /** From here on `ready` waits for what is coming. */
  const comes = useCallback((coming: Promise<Ready>) => {
    setState((before) => ({ ...before, isComing: true }));
    ready.current = coming;
  }, []);

  const take = useCallback(
    async (file: File, accepts: readonly string[], others = 0) => {
      const choice = (choices.current += 1);
      const before = ready.current;
      const inspected = inspectPicture(file, accepts);
      let isTaken = false;
      comes(
        inspected.then((picture) => {
          if (choice !== choices.current) return ready.current;
          isTaken = !('code' in picture);
          if (!('code' in picture)) return send(picture, replaced(), setState, others);
          // A wrong file takes nothing away: the picture before it stays.
          setState((state) => ({ ...state, isComing: false, unusable: picture }));
          return before;
        }),
      );
      await inspected;
      return isTaken;
    },
    [replaced, comes],
  );

  const reuse = useCallback(
    async (assetId: string, name: string | null) => {
      const signal = replaced();
      const fetched = fetchShown(assetId, name, signal, setState);
      comes(fetched);
      await fetched;
      return !signal.aborted;
    },
    [replaced, comes],
  );

  const retry = () => {
    const { source } = state;
    if (source && isLocal(source)) ready.current = send(source, replaced(), setState);
  };

  return { ...state, take, reuse, remove, retry, ready: useCallback(() => ready.current, []) };
}

type SetState = (change: PictureState | ((before: PictureState) => PictureState)) => void;

/** Shows what the server has of a picture. */
async function fetchShown(
  assetId: string,
  name: string | null,
  signal: AbortSignal,
  setState: SetState,
): Promise<Ready> {
  try {
    const asset = await fetchAsset(assetId, signal);
    const { bytes, width, height } = asset;
    const shown = { name: name ?? asset.file_name, bytes, width, height };
    setState({ ...nothing, source: { ...shown, url: previewUrl(asset.id) }, asset });
    return { asset, failure: null };
  } catch (failure) {
    if (!signal.aborted) setState({ ...nothing, failure });
    return { asset: null, failure };
  }
}

async function send(
  local: LocalPicture,
  signal: AbortSignal,
  setState: SetState,
  leftOut = 0,
): Promise<Ready> {
  const startedAt = Date.now();
  const show = (news: Partial<PictureState>) => {
    setState((before) => ({ ...before, ...news }));
  };
  const onProgress = (sentBytes: number) => {
    if (!signal.aborted) show({ upload: { sentBytes, startedAt } });
  };
  show({ ...nothing, leftOut, source: local, upload: { sentBytes: 0, startedAt } });
  try {
    const asset = await uploadPicture(local.file, { signal, onProgress });
    const { width, height } = asset;
    const seen = { ...local, width, height, url: previewUrl(asset.id), isBlank: false };
    show({ asset, upload: null, ...(local.isBlank && { source: seen }) });
    return { asset, failure: null };
  } catch (failure) {
    if (signal.aborted) return none;
    show({ failure, upload: null });
    return { asset: null, failure };
  }
}
