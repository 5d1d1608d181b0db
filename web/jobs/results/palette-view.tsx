import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import type { JobResource } from '../../../api/jobs/resource.ts';
import { useWords } from '../../i18n/use-words.ts';
import { button } from '../../ui/controls/button.ts';
import type { PaletteColor } from './output.ts';

/** Colours by their share; a click copies one. */
export function PaletteView(props: {
  job: JobResource;
  colors: readonly PaletteColor[];
  source: string | null;
}) {
  const { t, format } = useWords('jobs');
  const { colors } = props;
  const [copied, setCopied] = useState<{ hex: string; words: string } | null>(null);
  const neutral = props.job.output?.data.neutral_share;
  const copy = async (text: string, words: string, hex: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied({ hex, words });
    } catch {
      setCopied({ hex: '', words: t('palette.copyFailed', { hex: text }) });
    }
  };
  if (colors.length === 0) return <p className="m-auto text-text-2">{t('palette.empty')}</p>;
  return (
    <div className="m-auto grid w-full max-w-3xl items-start gap-6 sm:grid-cols-[2fr_3fr]">
      {props.source && (
        <img
          src={props.source}
          alt={t('result.original')}
          className="max-h-[40dvh] w-full rounded-picture object-contain object-top"
        />
      )}
      <div className="overflow-hidden rounded-card border border-line bg-surface">
        <ul aria-label={t('palette.title')}>
          {colors.map((color) => (
            <Swatch
              key={color.hex}
              color={color}
              copied={copied?.hex === color.hex}
              onCopy={() =>
                void copy(color.hex, t('palette.copied', { hex: color.hex }), color.hex)
              }
            />
          ))}
        </ul>
        <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line p-3">
          <p role="status" className="text-dense text-text-2">
            {copied?.words ??
              (typeof neutral === 'number' &&
                neutral > 0 &&
                t('palette.neutral', { share: format.percent(neutral, 1) }))}
          </p>
          <button
            type="button"
            className={button.neutral}
            onClick={() =>
              void copy(
                colors.map(({ hex }) => hex).join('\n'),
                t('palette.allCopied', { count: colors.length }),
                'all',
              )
            }
          >
            <Copy size={16} aria-hidden />
            {t('palette.all')}
          </button>
        </div>
      </div>
    </div>
  );
}

function Swatch(props: { color: PaletteColor; copied: boolean; onCopy: () => void }) {
  const { t, locale, format } = useWords('jobs');
  const { hex, percentage, name } = props.color;
  const share = format.percent(percentage, 1);
  return (
    <li className="border-line not-first:border-t">
      <button
        type="button"
        onClick={props.onCopy}
        className="flex min-h-14 w-full items-center gap-3 px-3 text-left hover:bg-raised focus-visible:-outline-offset-2"
      >
        <span className="sr-only">{t('palette.copy')}</span>
        <svg width={40} height={40} aria-hidden className="flex-none rounded-picture">
          <rect width={40} height={40} fill={hex} />
        </svg>
        <span className="min-w-0 flex-1">
          <span className="block font-medium">{name[locale]}</span>{' '}
          <span className="block font-mono text-edge text-text-2">{hex}</span>
        </span>{' '}
        <span className="text-text-2">{share}</span>
        {props.copied ? (
          <Check size={16} aria-hidden className="text-ok" />
        ) : (
          <Copy size={16} aria-hidden className="text-text-3" />
        )}
      </button>
    </li>
  );
}
