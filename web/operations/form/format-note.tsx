import { isEnlarged, sizeOfFormat } from '../../../operations/format-sizes.ts';
import { useWords } from '../../i18n/use-words.ts';

/** What size comes out, and, where a picture is smaller than that, that it is enlarged. */
export function FormatNote(props: {
  format: unknown;
  source: { width: number; height: number } | null;
}) {
  const { t, format } = useWords('operations');
  const { source } = props;
  if (typeof props.format !== 'string') return null;
  const { width, height } = sizeOfFormat(props.format);
  const size = format.pixels(width, height);
  return (
    <p role="status" className="mt-1.5 text-meta text-text-2">
      {source && isEnlarged(source, props.format)
        ? t('form.enlarges', { size, own: format.pixels(source.width, source.height) })
        : t('form.comesOut', { size })}
    </p>
  );
}
