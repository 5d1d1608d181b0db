import { ImageIcon, X } from 'lucide-react';
import { controlId, FieldNote, noteId } from '../operations/form/field-frame.tsx';
import type { Field } from '../operations/form/schema.ts';
import type { FieldError } from '../operations/form/values.ts';
import { useWords } from '../i18n/use-words.ts';
import { button } from '../ui/controls/button.ts';
import { FileInput } from './file-input.tsx';
import { PictureNote } from './picture-note.tsx';
import type { Picture, PictureState } from './use-picture.ts';

/** The source picture in the form: thumbnail, name, size, and the ways to another one. */
export function AssetField(props: {
  field: Field;
  error: FieldError | undefined;
  picture: Picture;
  accepts: readonly string[];
  /** False where the drop zone says already what is wrong with a file. */
  withNote: boolean;
  onFile: (file: File) => void;
  onRemove: () => void;
}) {
  const { t, locale } = useWords('assets');
  const { field, picture } = props;
  const error = picture.source ? undefined : props.error;
  return (
    <div>
      <span className="mb-2 block text-dense font-medium">{field.label[locale]}</span>
      <div className="rounded-card border border-dashed border-line-strong p-2">
        <Chosen picture={picture} onRemove={props.onRemove} />
        <label className="relative block rounded-control px-2 py-1.5 text-meta text-text-2 hover:text-text has-focus-visible:outline-2 has-focus-visible:outline-focus">
          <FileInput
            accepts={props.accepts}
            onFile={props.onFile}
            id={controlId(field.name)}
            label={`${field.label[locale]}: ${t('drop.title')}`}
            describedBy={error ? noteId(field.name) : undefined}
            invalid={error !== undefined}
          />
          <span className="underline underline-offset-2">{t('drop.choose')}</span>{' '}
          {t('drop.replace')}
        </label>
      </div>
      <FieldNote field={field} error={error} />
      <p role="status" className="text-meta text-text-2 not-empty:mt-2">
        {picture.leftOut > 0 && t('drop.oneOnly', { count: picture.leftOut })}
      </p>
      {props.withNote && (
        <div className="mt-2">
          <PictureNote picture={picture} />
        </div>
      )}
    </div>
  );
}

function Chosen({ picture, onRemove }: { picture: PictureState; onRemove: () => void }) {
  const { t, format } = useWords('assets');
  const { source, upload, asset } = picture;
  if (!source) {
    return (
      <div className="flex items-center gap-3 p-1 text-text-3">
        <span className="grid size-12 place-items-center rounded-picture bg-raised">
          <ImageIcon size={18} aria-hidden />
        </span>
      </div>
    );
  }
  const size = format.pixels(asset?.width ?? source.width, asset?.height ?? source.height);
  const words = upload
    ? t('upload.progress', {
        sent: format.bytes(upload.sentBytes),
        total: format.bytes(source.bytes),
      })
    : `${size} · ${format.bytes(source.bytes)}`;
  return (
    <div className="mb-2 flex items-center gap-3 border-b border-line pb-2">
      <img src={source.url} alt="" className="size-14 flex-none rounded-picture object-cover" />
      <div className="min-w-0 flex-1">
        <p className="font-medium wrap-anywhere">{source.name ?? t('drop.preview')}</p>
        <p className="text-meta text-text-2">{words}</p>
      </div>
      <button
        type="button"
        className={button.icon}
        aria-label={t('drop.remove')}
        onClick={onRemove}
      >
        <X size={18} aria-hidden />
      </button>
    </div>
  );
}
