import { publicId } from '../../domain/ids.ts';
import { fileName } from './file-name.ts';
import type { Urls } from '../http/urls.ts';
import type { AssetResource } from './resource.ts';

/** An asset as the database tells it; ids are UUIDs. */
export interface AssetRow {
  readonly id: string;
  readonly name: string | null;
  readonly mime_type: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly job_id: string | null;
  readonly made: AssetResource['made'];
  readonly created_at: Date;
}

/** An asset as the API shows it. */
export function renderAsset(row: AssetRow, urls: Urls): AssetResource {
  const { id, name, job_id: jobId, created_at: createdAt, ...facts } = row;
  return {
    id: publicId('ast', id),
    object: 'asset',
    file_name: fileName({ id, name, mime_type: facts.mime_type }),
    ...facts,
    ...urls.asset(id),
    job: jobId && publicId('job', jobId),
    created_at: createdAt.toISOString(),
  };
}
