import { useCallback, useEffect, useRef, useState } from 'react';
import type { AssetResource } from '../../api/resources.ts';
import { inspectPicture, type LocalPicture, type PictureRefusal } from '../client/picture.ts';
import { uploadPicture } from '../client/upload.ts';

export interface Upload {
  readonly sentBytes: number;
  readonly startedAt: number;
}

/** The source picture, from its choice to its upload. */
interface PictureState {
  readonly local: LocalPicture | null;
  readonly upload: Upload | null;
  readonly asset: AssetResource | null;
  readonly refusal: PictureRefusal | null;
  /** Why the upload ended without an asset. */
  readonly failure: unknown;
}

const nothing: PictureState = {
  local: null,
  upload: null,
  asset: null,
  refusal: null,
  failure: null,
};

export interface Picture extends PictureState {
  take: (file: File, accepts: readonly string[]) => Promise<boolean>;
  remove: () => void;
  /** The uploaded picture, as soon as it is there; null when there is none or its upload failed. */
  ready: () => Promise<AssetResource | null>;
}

/** Checks a chosen file, shows it at once and uploads it. */
export function usePicture(): Picture {
  const [state, setState] = useState(nothing);
  const running = useRef<AbortController | null>(null);
  const ready = useRef<Promise<AssetResource | null>>(Promise.resolve(null));

  const remove = useCallback(() => {
    running.current?.abort(new DOMException('Stopped', 'AbortError'));
    ready.current = Promise.resolve(null);
    setState(nothing);
  }, []);

  const send = useCallback(async (local: LocalPicture, signal: AbortSignal) => {
    const startedAt = Date.now();
    setState({ ...nothing, local, upload: { sentBytes: 0, startedAt } });
    try {
      const asset = await uploadPicture(local.file, {
        signal,
        onProgress: (sentBytes) => {
          if (!signal.aborted) setState({ ...nothing, local, upload: { sentBytes, startedAt } });
        },
      });
      setState({ ...nothing, local, asset });
      return asset;
    } catch (failure) {
      if (!signal.aborted) setState({ ...nothing, local, failure });
      return null;
    }
  }, []);

  const take = useCallback(
    async (file: File, accepts: readonly string[]) => {
      running.current?.abort(new DOMException('Replaced', 'AbortError'));
      const controller = new AbortController();
      running.current = controller;
      const inspected = await inspectPicture(file, accepts);
      if (controller.signal.aborted) return false;
      if ('code' in inspected) {
        setState({ ...nothing, refusal: inspected });
        return false;
      }
      ready.current = send(inspected, controller.signal);
      return true;
    },
    [send],
  );

  const url = state.local?.url;
  useEffect(
    () => () => {
      // Frames of running jobs still show the picture for a moment after it was replaced.
      if (url)
        setTimeout(() => {
          URL.revokeObjectURL(url);
        }, 600_000);
    },
    [url],
  );

  return { ...state, take, remove, ready: useCallback(() => ready.current, []) };
}
