import { useCallback, useRef, useState } from 'react';
import type { AssetResource } from '../../api/assets/resource.ts';
import { contentUrl, fetchAsset, uploadPicture } from './asset-requests.ts';
import {
  inspectPicture,
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
  readonly upload: Upload | null;
  readonly asset: AssetResource | null;
  readonly unusable: UnusablePicture | null;
  /** Why there is no asset. */
  readonly failure: unknown;
}

const nothing: PictureState = {
  source: null,
  upload: null,
  asset: null,
  unusable: null,
  failure: null,
};

export interface Picture extends PictureState {
  take: (file: File, accepts: readonly string[]) => Promise<boolean>;
  /** Takes a picture that was uploaded before; false when another one was chosen meanwhile. */
  reuse: (assetId: string, name: string | null) => Promise<boolean>;
  remove: () => void;
  /** The uploaded picture, as soon as it is there; null when there is none or its upload failed. */
  ready: () => Promise<AssetResource | null>;
}

/** Checks a chosen file, shows it at once and uploads it. */
export function usePicture(): Picture {
  const [state, setState] = useState(nothing);
  const running = useRef<AbortController | null>(null);
  const ready = useRef<Promise<AssetResource | null>>(Promise.resolve(null));

  /** Ends what is under way for the picture before. */
  const replaced = useCallback(() => {
    running.current?.abort(new DOMException('Replaced', 'AbortError'));
    running.current = new AbortController();
    return running.current.signal;
  }, []);

  const remove = useCallback(() => {
    replaced();
    ready.current = Promise.resolve(null);
    setState(nothing);
  }, [replaced]);

  const take = useCallback(
    async (file: File, accepts: readonly string[]) => {
      const signal = replaced();
      const inspected = await inspectPicture(file, accepts);
      if (signal.aborted) return false;
      if ('code' in inspected) {
        setState({ ...nothing, unusable: inspected });
        return false;
      }
      ready.current = send(inspected, signal, setState);
      return true;
    },
    [replaced],
  );

  const reuse = useCallback(
    async (assetId: string, name: string | null) => {
      const signal = replaced();
      ready.current = Promise.resolve(null);
      try {
        const asset = await fetchAsset(assetId, signal);
        const { bytes, width, height } = asset;
        const source = { name, bytes, url: contentUrl(asset.id), width, height };
        ready.current = Promise.resolve(asset);
        setState({ ...nothing, source, asset });
      } catch (failure) {
        if (signal.aborted) return false;
        setState({ ...nothing, failure });
      }
      return true;
    },
    [replaced],
  );

  return { ...state, take, reuse, remove, ready: useCallback(() => ready.current, []) };
}

async function send(
  local: LocalPicture,
  signal: AbortSignal,
  show: (state: PictureState) => void,
): Promise<AssetResource | null> {
  const startedAt = Date.now();
  const showProgress = (sentBytes: number) => {
    if (!signal.aborted) show({ ...nothing, source: local, upload: { sentBytes, startedAt } });
  };
  showProgress(0);
  try {
    const asset = await uploadPicture(local.file, { signal, onProgress: showProgress });
    show({ ...nothing, source: local, asset });
    return asset;
  } catch (failure) {
    if (!signal.aborted) show({ ...nothing, source: local, failure });
    return null;
  }
}
