import { publicId } from '../../domain/ids.ts';
import { signPath, verifySignature, type AssetVariant } from '../../storage/signed-url.ts';

const hourMs = 3_600_000;

/** The addresses that answers carry. Ids are UUIDs. */
export interface Urls {
  /** Open without a key until `expiresAt()`. */
  asset(assetId: string): { url: string; preview_url: string; thumbnail_url: string };
  job(jobId: string): { self: string; cancel: string };
  /** Unix milliseconds, a full hour between one and two hours ahead: the same for everything signed within the hour. */
  expiresAt(): number;
  /** Whether this query opens this file now. */
  opens(assetId: string, variant: AssetVariant, query: SignatureQuery): boolean;
}

export interface SignatureQuery {
  readonly expires?: string | undefined;
  readonly kid?: string | undefined;
  readonly signature?: string | undefined;
}

export function createUrls({ origin, secret }: { origin: string; secret: string }): Urls {
  const expiresAt = () => (Math.floor(Date.now() / hourMs) + 2) * hourMs;
  const signed = (uuid: string, variant: AssetVariant) =>
    origin + signPath({ secret, assetId: publicId('ast', uuid), variant, expiresAt: expiresAt() });
  return {
    expiresAt,
    asset: (uuid) => ({
      url: signed(uuid, 'content'),
      preview_url: signed(uuid, 'preview'),
      thumbnail_url: signed(uuid, 'thumbnail'),
    }),
    job(uuid) {
      const self = `${origin}/v1/jobs/${publicId('job', uuid)}`;
      return { self, cancel: `${self}/cancel` };
    },
    opens(uuid, variant, query) {
      const assetId = publicId('ast', uuid);
      const verdict = verifySignature({
        secrets: [secret],
        assetId,
        variant,
        query,
        now: Date.now(),
      });
      return verdict === 'valid';
    },
  };
}
