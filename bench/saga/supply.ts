import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import sharp from 'sharp';
import type { Database } from '../../db/client.ts';
import { publicId } from '../../domain/ids.ts';
import { uuidv7 } from '../../db/uuidv7.ts';
import { createLocalDiskStore } from '../../storage/local-disk.ts';
import type { BenchPostgres } from '../postgres.ts';

/** Uploaded pictures, made between the rounds so that their making is not measured. */
export interface Supply {
  readonly organizationId: string;
  fill(pictures: number): Promise<void>;
  /** The public id of a picture that no job has used. */
  take(): string;
}

/** 16 × 16 pixels that nobody has sent before, so that no stored result answers. */
export function newPicture(): Promise<Buffer> {
  const raw = { width: 16, height: 16, channels: 3 } as const;
  return sharp(randomBytes(16 * 16 * 3), { raw })
    .png()
    .toBuffer();
}

export async function createSupply(
  { adminUrl, folder }: BenchPostgres,
  database: Database,
): Promise<Supply> {
  const organizationId = await newOrganization(adminUrl);
  const store = createLocalDiskStore({ folder: join(folder, 'storage') });
  const pictures: string[] = [];

  async function add(): Promise<string> {
    const id = uuidv7();
    const bytes = await newPicture();
    const key = `org/${organizationId}/uploads/${id}`;
    await store.put(key, bytes, { contentType: 'image/png' });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const blob = { sha256, bytes: bytes.length, mime_type: 'image/png', key };
    const files = { original: blob, canonical: blob, thumbnail: blob };
    await database.withOrganization(organizationId, (tx) =>
      tx.query('select create_asset($1)', [
        JSON.stringify({ id, width: 16, height: 16, ...files }),
      ]),
    );
    return publicId('ast', id);
  }

  return {
    organizationId,
    async fill(wanted) {
      while (pictures.length < wanted) pictures.push(await add());
    },
    take() {
      const picture = pictures.pop();
      if (!picture) throw new Error('the supply of pictures ran out');
      return picture;
    },
  };
}

async function newOrganization(adminUrl: string): Promise<string> {
  const url = new URL(adminUrl);
  url.pathname = '/atelier';
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  const id = uuidv7();
  await admin.query(
    `insert into auth.organization (id, name, slug) values ($1, 'Bench', 'bench')`,
    [id],
  );
  await admin.end();
  return id;
}
