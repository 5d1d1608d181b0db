import { useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import type { PictureState } from './use-picture.ts';

/** Says what becomes of the chosen picture, for those who do not see it; why it was not taken is an alert of its own. */
export function PictureAnnouncer({ picture }: { picture: PictureState }) {
  const { t, format } = useWords('assets');
  const { source, upload, asset } = picture;
  const [hadOne, setHadOne] = useState(false);
  if (source && !hadOne) setHadOne(true);
  const said = () => {
    if (!source) return hadOne ? t('said.removed') : '';
    const name = source.name ?? t('drop.preview');
    const size = format.pixels(source.width, source.height);
    if (upload) return t('said.uploading', { name, size, bytes: format.bytes(source.bytes) });
    return asset ? t('said.uploaded', { name }) : '';
  };
  return (
    <p role="status" className="sr-only">
      {said()}
    </p>
  );
}
