import { Plus, X } from 'lucide-react';
import { useWords } from '../../i18n/use-words.ts';
import { button } from '../../ui/controls/button.ts';
import { type ControlProps, inputClass } from './field-frame.tsx';
import type { Field } from './schema.ts';

type ColorsField = Extract<Field, { control: 'colors' }>;

/** True for anything that CSS takes as a colour. */
export function isCssColor(text: string): boolean {
  return typeof CSS === 'undefined' || CSS.supports('color', text);
}

const isHex = (text: string) => /^#[0-9a-f]{6}$/i.test(text);

/** Colours, each with a native picker and its CSS value; a pasted list is taken apart. */
export function ColorList({ field, value, onChange, onBlur }: ControlProps<ColorsField>) {
  const { t } = useWords('operations');
  const colors = Array.isArray(value) ? (value as string[]) : [];
  const replace = (index: number, texts: string[]) => {
    onChange([...colors.slice(0, index), ...texts, ...colors.slice(index + 1)].slice(0, field.max));
  };
  return (
    <div className="grid gap-2">
      {colors.map((color, index) => (
        <div key={index} className="flex gap-2">
          <input
            type="color"
            aria-label={t('form.colorPicker', { index: index + 1 })}
            value={isHex(color) ? color : '#888888'}
            onChange={(event) => {
              replace(index, [event.target.value]);
            }}
            className="size-11 flex-none cursor-pointer rounded-control border border-line-strong bg-surface p-1 xl:size-9"
          />
          <input
            aria-label={t('form.colorHex', { index: index + 1 })}
            value={color}
            aria-invalid={!isCssColor(color) || undefined}
            onBlur={onBlur}
            onChange={(event) => {
              const texts = event.target.value.split(/(?<![\s,;])[\s,;]+(?=#)/).filter(Boolean);
              replace(index, texts.length > 1 ? texts : [event.target.value]);
            }}
            className={`${inputClass} h-11 font-mono xl:h-9`}
          />
          <button
            type="button"
            className={`${button.icon} xl:size-9`}
            aria-label={t('form.removeColor', { color })}
            onClick={() => {
              replace(index, []);
            }}
          >
            <X size={16} aria-hidden />
          </button>
        </div>
      ))}
      {colors.length < field.max && (
        <button
          type="button"
          data-focus-heir=""
          className={`${button.neutral} justify-self-start`}
          onClick={() => {
            onChange([...colors, '#e8743b']);
          }}
        >
          <Plus size={16} aria-hidden />
          {t('form.addColor')}
        </button>
      )}
    </div>
  );
}
