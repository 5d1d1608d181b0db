import type { AssetResource } from '../../api/assets/resource.ts';
import { pageHeaders, requestJson } from '../client/request.ts';
import { NoAnswer, problemFrom } from '../problems/problem-error.ts';

/**
 * Uploads one picture. XMLHttpRequest, because fetch cannot tell how much has been sent.
 * @throws ProblemError, NoAnswer, or the signal's reason when it was stopped
 */
export function uploadPicture(
  file: File,
  options: { signal: AbortSignal; onProgress: (sentBytes: number) => void },
): Promise<AssetResource> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener('progress', (event) => {
      options.onProgress(Math.min(event.loaded, file.size));
    });
    request.addEventListener('load', () => {
      if (request.status === 201) {
        resolve(JSON.parse(request.responseText) as AssetResource);
        return;
      }
      const retryAfter = request.getResponseHeader('retry-after');
      reject(problemFrom(request.status, request.responseText, retryAfter));
    });
    request.addEventListener('error', () => {
      reject(new NoAnswer());
    });
    options.signal.addEventListener('abort', () => {
      request.abort();
      reject(options.signal.reason as Error);
    });
    const body = new FormData();
    body.append('file', file);
    request.open('POST', '/v1/assets');
    for (const [name, value] of Object.entries(pageHeaders()))
      request.setRequestHeader(name, value);
    request.send(body);
  });
}

export function fetchAsset(id: string, signal: AbortSignal): Promise<AssetResource> {
  return requestJson(`/v1/assets/${id}`, { signal });
}

/** Where an asset of ours lies on the page's own origin, opened with the session. */
export const contentUrl = (assetId: string) => `/v1/assets/${assetId}/content`;
/** What a screen shows of it; the whole file is for who keeps it. */
export const previewUrl = (assetId: string) => `/v1/assets/${assetId}/preview`;
export const thumbnailUrl = (assetId: string) => `/v1/assets/${assetId}/thumbnail`;
