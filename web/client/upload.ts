import type { AssetResource } from '../../api/assets/resource.ts';
import { NoAnswer, refusalFrom } from './api.ts';

/**
 * Uploads one picture. XMLHttpRequest, because fetch cannot tell how much has been sent.
 * @throws Refusal, NoAnswer, or the signal's reason when it was stopped
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
      reject(refusalFrom(request.status, request.responseText, retryAfter));
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
    request.send(body);
  });
}
