import { publicId } from '../../domain/ids.ts';

const endings: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/webp': 'webp',
  'image/jpeg': 'jpg',
  'image/avif': 'avif',
  'image/heic': 'heic',
};

/** What a picture is called when it is saved. `id` is a UUID, `name` comes without an ending. */
export function fileName(of: {
  readonly id: string;
  readonly name: string | null;
  readonly mime_type: string;
}): string {
  const stem = of.name ?? `atelier-${publicId('ast', of.id).slice(-6)}`;
  return `${stem}.${endings[of.mime_type] ?? 'bin'}`;
}

const lengthMax = 120;

/** What remains of the name that an upload gave its file: no folder, no ending, nothing that a file system refuses. */
export function nameOfUpload(given: string | undefined): string | null {
  const base = (given ?? '').replace(/^.*[/\\]/s, '').normalize('NFC');
  const stem = base.replace(/\.[^.]{1,5}$/, '').replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '');
  const name = Array.from(stem.trim()).slice(0, lengthMax).join('').replace(/^\.+/, '').trim();
  return name === '' ? null : name;
}
